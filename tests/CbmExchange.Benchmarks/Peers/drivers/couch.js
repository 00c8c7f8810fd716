// pouchdb-server, or whatever speaks CouchDB's HTTP: node couch.js PORT MILLISECONDS
'use strict';
const http = require('node:http');
const { callers, now, percentile, record, repeat, say, subscribers } = require('./measure.js');

const [port, milliseconds] = process.argv.slice(2).map(Number);
const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const traits = 'not durable before ack (LevelDB writes without sync), not verified by the recipient, '
  + 'filtered for each reader at reading time or not at all';

const ask = (method, path, body) => new Promise((resolve, reject) => {
  const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
  const request = http.request({ agent, port, method, path, headers, host: '127.0.0.1' }, response => {
    const parts = [];
    response.on('data', part => parts.push(part));
    response.on('end', () => response.statusCode < 300
      ? resolve(JSON.parse(Buffer.concat(parts)))
      : reject(new Error(`${method} ${path}: ${response.statusCode}`)));
  });
  request.on('error', reject);
  request.end(body);
});

/** Follows changes from now on; calls back for each. */
const follow = onChange => new Promise((resolve, reject) => {
  const path = '/records/_changes?feed=continuous&since=now&include_docs=true&heartbeat=10000';
  http.get({ port, path, host: '127.0.0.1', agent: false }, response => {
    response.on('data', data => String(data).split('\n').filter(line => line.startsWith('{')).forEach(onChange));
    resolve();
  }).on('error', reject);
  // The headers come with the first change or heartbeat at the latest.
  setTimeout(resolve, 50);
});

const main = async () => {
  await ask('PUT', '/records');
  let published = 0;
  const publish = await repeat(callers.publish, milliseconds, async number => {
    await ask('PUT', `/records/record-${number}`, record(number));
    published++;
  });
  say('peers.couch.publish', publish.rate, 'records/s', `${callers.publish} callers, acked; ${traits}`);

  const start = now();
  const changes = await ask('GET', '/records/_changes?include_docs=true');
  say('peers.couch.catchup', changes.results.length * 1000 / (now() - start), 'records/s',
    `one reader takes ${changes.results.length}, keeps them in memory; ${traits}`);

  const delays = [];
  let arrived = () => {};
  for (let count = 0; count < subscribers; count++) {
    await follow(() => arrived());
  }
  for (let turn = 0; turn < 10; turn++) {
    const began = now();
    await new Promise((resolve, reject) => {
      let seen = 0;
      arrived = () => {
        delays.push(now() - began);
        if (++seen === subscribers) {
          resolve();
        }
      };
      ask('PUT', `/records/live-${turn}`, record(turn)).catch(reject);
    });
  }
  say('peers.couch.fanout.p99', percentile(delays, 0.99), 'ms',
    `published until received by ${subscribers} continuous readers, which store nothing; ${traits}`);

  const lookup = await repeat(callers.lookup, milliseconds, number =>
    ask('GET', `/records/record-${number % published}`));
  say('peers.couch.lookup.p99', percentile(lookup.times, 0.99), 'ms',
    `${callers.lookup} callers, by id, ${lookup.rate.toFixed(0)}/s; ${traits}`);
  process.exit(0);
};

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
