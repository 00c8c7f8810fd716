// @atproto/pds by its HTTP and its firehose: node pds.js PORT MILLISECONDS MODULES
'use strict';
const http = require('node:http');
const { createRequire } = require('node:module');
const path = require('node:path');
const { callers, now, percentile, record, repeat, say, subscribers } = require('./measure.js');

const [port, milliseconds] = process.argv.slice(2, 4).map(Number);
const WebSocket = createRequire(path.join(process.argv[4], 'package.json'))('ws');
const agent = new http.Agent({ keepAlive: true, maxSockets: 512 });
const traits = 'not durable before ack (SQLite in WAL mode, synchronous NORMAL), commits signed, checkable but not '
  + 'checked by this reader, all public: never filtered';
const collection = 'org.example.strategy';
let token = '';
let did = '';

const ask = (method, call, body) => new Promise((resolve, reject) => {
  const text = body && JSON.stringify(body);
  const headers = text ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) } : {};
  if (token) {
    headers.authorization = `Bearer ${token}`;
  }
  const request = http.request({ agent, port, method, path: `/xrpc/${call}`, headers, host: '127.0.0.1' }, response => {
    const parts = [];
    response.on('data', part => parts.push(part));
    response.on('end', () => {
      const all = Buffer.concat(parts);
      if (response.statusCode >= 300) {
        reject(new Error(`${method} ${call}: ${response.statusCode} ${all.toString('utf8', 0, 200)}`));
      } else {
        resolve(response.headers['content-type'].includes('json') ? JSON.parse(all) : all);
      }
    });
  });
  request.on('error', reject);
  request.end(text);
});

const put = key => ask('POST', 'com.atproto.repo.putRecord', {
  repo: did, collection, rkey: key, validate: false, record: { $type: collection, ...JSON.parse(record(key)) },
});

/** One reader of everything from now on; calls back for each commit. */
const follow = onCommit => new Promise((resolve, reject) => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/xrpc/com.atproto.sync.subscribeRepos`);
  socket.on('open', resolve);
  socket.on('error', reject);
  socket.on('message', data => data.includes('#commit') && onCommit());
});

const main = async () => {
  const account = await ask('POST', 'com.atproto.server.createAccount', {
    handle: 'state-xa.test', email: 'xa@example.test', password: 'bench-bench',
  });
  [token, did] = [account.accessJwt, account.did];
  let published = 0;
  const publish = await repeat(callers.publish, milliseconds, async number => {
    await put(`record-${number}`);
    published++;
  });
  say('peers.pds.publish', publish.rate, 'records/s', `${callers.publish} callers, one repository, acked; ${traits}`);

  const start = now();
  const car = await ask('GET', `com.atproto.sync.getRepo?did=${did}`);
  say('peers.pds.catchup', published * 1000 / (now() - start), 'records/s',
    `one reader takes ${published} as one file of ${car.length} bytes, keeps it in memory; ${traits}`);

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
      put(`live-${turn}`).catch(reject);
    });
  }
  say('peers.pds.fanout.p99', percentile(delays, 0.99), 'ms',
    `published until received by ${subscribers} readers of the event stream, which store nothing; ${traits}`);

  const lookup = await repeat(callers.lookup, milliseconds, number => ask('GET',
    `com.atproto.repo.getRecord?repo=${did}&collection=${collection}&rkey=record-${number % published}`));
  say('peers.pds.lookup.p99', percentile(lookup.times, 0.99), 'ms',
    `${callers.lookup} callers, by key, ${lookup.rate.toFixed(0)}/s; ${traits}`);
  process.exit(0);
};

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
