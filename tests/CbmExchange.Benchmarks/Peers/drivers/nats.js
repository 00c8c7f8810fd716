// nats-server with JetStream by its wire protocol: node nats.js PORT MILLISECONDS
'use strict';
const net = require('node:net');
const { callers, now, percentile, record, repeat, say, subscribers } = require('./measure.js');

const [port, milliseconds] = process.argv.slice(2).map(Number);
const traits = 'not durable before ack (2.9 syncs every 2 minutes), not verified by the recipient, '
  + 'filtered by subject only';

/** One connection: publishes, asks, subscribes. */
class Connection {
  constructor() {
    this.handlers = new Map();
    this.inbox = `_INBOX.${Math.random().toString(36).slice(2)}`;
    this.waiting = new Map();
    this.next = 0;
    this.held = Buffer.alloc(0);
  }

  open() {
    return new Promise((resolve, reject) => {
      this.socket = net.connect(port, '127.0.0.1').setNoDelay(true);
      this.socket.on('error', reject);
      this.socket.on('data', data => this.read(data));
      this.onPong = resolve;
      this.socket.write('CONNECT {"verbose":false,"headers":true}\r\n');
      this.subscribe(`${this.inbox}.*`, (body, subject) => {
        this.waiting.get(subject)?.(body);
        this.waiting.delete(subject);
      });
      this.socket.write('PING\r\n');
    });
  }

  subscribe(subject, handler) {
    const id = String(this.handlers.size + 1);
    this.handlers.set(id, handler);
    this.socket.write(`SUB ${subject} ${id}\r\n`);
  }

  flush() {
    return new Promise(resolve => {
      this.onPong = resolve;
      this.socket.write('PING\r\n');
    });
  }

  ask(subject, body) {
    const reply = `${this.inbox}.${this.next++}`;
    return new Promise(resolve => {
      this.waiting.set(reply, resolve);
      this.socket.write(`PUB ${subject} ${reply} ${Buffer.byteLength(body)}\r\n${body}\r\n`);
    });
  }

  async api(subject, body) {
    const answer = JSON.parse(await this.ask(`$JS.API.${subject}`, JSON.stringify(body)));
    if (answer.error) {
      throw new Error(`${subject}: ${answer.error.description}`);
    }
    return answer;
  }

  read(data) {
    this.held = this.held.length === 0 ? data : Buffer.concat([this.held, data]);
    let at = 0;
    for (;;) {
      const end = this.held.indexOf('\r\n', at);
      if (end < 0) {
        break;
      }
      const words = this.held.toString('latin1', at, end).split(' ');
      if (words[0] === 'MSG') {
        const length = Number(words[words.length - 1]);
        if (this.held.length < end + 4 + length) {
          break;
        }
        const body = this.held.toString('utf8', end + 2, end + 2 + length);
        at = end + 4 + length;
        this.handlers.get(words[2])(body, words[1]);
        continue;
      }
      at = end + 2;
      if (words[0] === 'PING') {
        this.socket.write('PONG\r\n');
      } else if (words[0] === 'PONG') {
        this.onPong();
      }
    }
    this.held = this.held.subarray(at);
  }
}

const main = async () => {
  const one = new Connection();
  await one.open();
  await one.api('STREAM.CREATE.records', { name: 'records', subjects: ['records.*'], storage: 'file', retention: 'limits' });
  let published = 0;
  const acknowledge = async number => {
    const answer = JSON.parse(await one.ask(`records.${number}`, record(number)));
    if (!answer.seq) {
      throw new Error(JSON.stringify(answer));
    }
    published++;
  };
  const publish = await repeat(callers.publish, milliseconds, acknowledge);
  say('peers.nats.publish', publish.rate, 'records/s', `${callers.publish} callers, acked; ${traits}`);

  const start = now();
  await new Promise(resolve => {
    let seen = 0;
    one.subscribe('catchup', () => ++seen === published && resolve());
    one.api('CONSUMER.CREATE.records', {
      stream_name: 'records',
      config: { deliver_subject: 'catchup', ack_policy: 'none', deliver_policy: 'all' },
    });
  });
  say('peers.nats.catchup', published * 1000 / (now() - start), 'records/s',
    `one consumer reads ${published}, keeps them in memory; ${traits}`);

  const delays = [];
  let arrived = () => {};
  for (let count = 0; count < subscribers; count++) {
    const listener = new Connection();
    await listener.open();
    listener.subscribe('records.*', () => arrived());
    await listener.flush();
  }
  for (let turn = 0; turn < 20; turn++) {
    const began = now();
    await new Promise((resolve, reject) => {
      let seen = 0;
      arrived = () => {
        delays.push(now() - began);
        if (++seen === subscribers) {
          resolve();
        }
      };
      one.ask(`records.live-${turn}`, record(turn)).catch(reject);
    });
  }
  say('peers.nats.fanout.p99', percentile(delays, 0.99), 'ms',
    `published until received by ${subscribers} connected subscribers, which store nothing; ${traits}`);

  const lookup = await repeat(callers.lookup, milliseconds, number =>
    one.api('STREAM.MSG.GET.records', { last_by_subj: `records.${number % published}` }));
  say('peers.nats.lookup.p99', percentile(lookup.times, 0.99), 'ms',
    `${callers.lookup} callers, by subject, ${lookup.rate.toFixed(0)}/s; ${traits}`);
  process.exit(0);
};

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
