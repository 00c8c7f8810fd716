// @atproto/pds with a directory of identifiers of its own in memory: node pds-server.js MODULES PORT FOLDER
'use strict';
const { randomBytes } = require('node:crypto');
const { createRequire } = require('node:module');
const path = require('node:path');

const [modules, port, folder] = process.argv.slice(2);
const load = createRequire(path.join(modules, 'package.json'));
const plc = load('@did-plc/server');
const pds = load('@atproto/pds');
const hex = () => randomBytes(32).toString('hex');

const main = async () => {
  const directory = plc.PlcServer.create({ db: plc.Database.mock(), port: Number(port) + 1 });
  await directory.start();
  const env = {
    port: Number(port),
    hostname: 'localhost',
    devMode: true,
    dataDirectory: folder,
    blobstoreDiskLocation: path.join(folder, 'blobs'),
    didPlcUrl: `http://localhost:${Number(port) + 1}`,
    serviceHandleDomains: ['.test'],
    inviteRequired: false,
    rateLimitsEnabled: false,
    disableSsrfProtection: true,
    jwtSecret: hex(),
    adminPassword: 'bench',
    plcRotationKeyK256PrivateKeyHex: hex(),
  };
  const server = await pds.PDS.create(pds.envToCfg(env), pds.envToSecrets(env));
  await server.start();
};

main().catch(error => {
  console.error(error);
  process.exit(1);
});
