// Lets an independent SD-JWT library read what we sign and sign what we read (tests/CbmExchange.Envelopes.Tests).
// One JSON request on stdin, one JSON answer on stdout.
import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { SDJwtInstance } from '@sd-jwt/core';

const request = JSON.parse(readFileSync(0, 'utf8'));
const common = {
  hashAlg: 'sha-256',
  hasher: (data) => new Uint8Array(createHash('sha256').update(data).digest()),
  saltGenerator: (length) => randomBytes(length).toString('base64url'),
};

async function verifyStatement({ publicKeyPem, sdJwt }) {
  const key = { key: createPublicKey(publicKeyPem), dsaEncoding: 'ieee-p1363' };
  const instance = new SDJwtInstance({
    ...common,
    verifier: (data, signature) => verify('sha256', Buffer.from(data), key, Buffer.from(signature, 'base64url')),
  });
  const { payload, header } = await instance.verify(sdJwt);
  return { payload, header };
}

async function signStatement({ privateKeyPem, header, claims, frame }) {
  const key = { key: createPrivateKey(privateKeyPem), dsaEncoding: 'ieee-p1363' };
  const instance = new SDJwtInstance({
    ...common,
    signAlg: 'ES256',
    signer: (data) => sign('sha256', Buffer.from(data), key).toString('base64url'),
  });
  return { sdJwt: await instance.issue(claims, frame, { header }) };
}

try {
  const answer = request.mode === 'verify' ? await verifyStatement(request) : await signStatement(request);
  process.stdout.write(JSON.stringify(answer));
} catch (error) {
  process.stdout.write(JSON.stringify({ error: String(error.message ?? error) }));
}
