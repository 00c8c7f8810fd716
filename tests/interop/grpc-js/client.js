// Calls the .NET probe server with @grpc/grpc-js. Started by CbmExchange.Substitutes.Tests, which sets the environment.
'use strict';

const assert = require('node:assert/strict');
const fs = require('node:fs');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const address = process.env.PROBE_ADDRESS;
const root = fs.readFileSync(process.env.PROBE_ROOT);
const mutual = grpc.credentials.createSsl(
  root, fs.readFileSync(process.env.PROBE_KEY), fs.readFileSync(process.env.PROBE_CERTIFICATE));

// Bounds every call, so that a mistake shows as DEADLINE_EXCEEDED and not as a test that hangs.
const patience = () => ({ deadline: Date.now() + 30_000 });

const load = (file, folder) =>
  grpc.loadPackageDefinition(loader.loadSync(file, { includeDirs: [folder], defaults: true, enums: String }));
const probe = load('cbm/substitutes/test/probe.proto', process.env.PROBE_PROTOS).cbm.substitutes.test.Probe;
const health = load('grpc/health/v1/health.proto', process.env.SUBSTITUTE_PROTOS).grpc.health.v1.Health;
const reflection =
  load('grpc/reflection/v1/reflection.proto', process.env.SUBSTITUTE_PROTOS).grpc.reflection.v1.ServerReflection;

const open = [];
function connect(Service, credentials = mutual, options = {}) {
  const client = new Service(address, credentials, options);
  open.push(client);
  return client;
}

const client = connect(probe);

// A unary call as a promise of its response, headers and trailers.
function unary(target, method, request, metadata = new grpc.Metadata(), options = patience()) {
  return new Promise((resolve, reject) => {
    let headers, trailers, response;
    const call = target[method](request, metadata, options, (error, value) => {
      response = value;
      if (error) reject(error);
    });
    call.on('metadata', value => { headers = value; });
    call.on('status', status => {
      trailers = status.metadata;
      if (status.code === grpc.status.OK) resolve({ response, headers, trailers });
    });
  });
}

async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  return assert.fail('The call was expected to fail.');
}

async function all(stream) {
  const messages = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

async function ask(questions) {
  const call = connect(reflection).ServerReflectionInfo(patience());
  questions.forEach(question => call.write(question));
  call.end();
  return all(call);
}

// google.protobuf.FileDescriptorSet by hand: field 1, length-delimited, once for each file.
function descriptorSet(files) {
  const parts = files.flatMap(file => {
    const length = [];
    for (let rest = file.length; rest > 0; rest >>>= 7) length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    return [Buffer.from([0x0a, ...length]), file];
  });
  return Buffer.concat(parts);
}

const checks = {
  async 'a unary call'() {
    const { response } = await unary(client, 'Echo', { text: 'Grüße', number: -7, payload: Buffer.from([0, 255]) });
    assert.equal(response.text, 'Grüße');
    assert.equal(response.number, -7);
    assert.deepEqual([...response.payload], [0, 255]);
  },
  async 'a client stream'() {
    const sum = await new Promise((resolve, reject) => {
      const call = client.Collect(patience(), (error, value) => (error ? reject(error) : resolve(value)));
      for (let number = 1; number <= 10; number++) call.write({ number });
      call.end();
    });
    assert.equal(sum.number, 55);
  },
  async 'a server stream'() {
    const messages = await all(client.Repeat({ number: 100 }, patience()));
    assert.deepEqual(messages.map(message => message.number), Array.from({ length: 100 }, (_, index) => index + 1));
  },
  async 'a two-way stream'() {
    const call = client.Exchange(patience());
    const answers = all(call);
    ['a', 'b', 'c'].forEach(text => call.write({ text }));
    call.end();
    assert.deepEqual((await answers).map(message => message.text), ['a', 'b', 'c']);
  },
  async 'metadata in headers and trailers'() {
    const metadata = new grpc.Metadata();
    metadata.set('x-text', 'abc');
    metadata.set('x-bytes-bin', Buffer.from([1, 128]));
    const { headers, trailers } = await unary(client, 'Reflect', {}, metadata);
    for (const received of [headers, trailers]) {
      assert.deepEqual(received.get('x-text'), ['abc']);
      assert.deepEqual([...received.get('x-bytes-bin')[0]], [1, 128]);
    }
  },
  async 'all sixteen error codes'() {
    for (let code = 1; code <= 16; code++) {
      const error = await failure(unary(client, 'Fail', { code, detail: 'ü % \n.' }));
      assert.equal(error.code, code);
      assert.equal(error.details, 'ü % \n.');
    }
  },
  async 'a status set by the handler'() {
    const error = await failure(unary(client, 'Fail', { code: 9, detail: 'd', byContext: true }));
    assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
  },
  async 'a rich error'() {
    const error = await failure(unary(client, 'Fail', { code: 3, detail: 'faults', withRichError: true }));
    const [details] = error.metadata.get('grpc-status-details-bin');
    assert.ok(details.includes('type.googleapis.com/google.rpc.BadRequest'));
    assert.ok(details.includes('too long'));
  },
  async 'a deadline'() {
    const error = await failure(unary(client, 'Hang', {}, new grpc.Metadata(), { deadline: Date.now() + 300 }));
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async 'a cancellation'() {
    const error = await failure(new Promise((resolve, reject) => {
      const call = client.Hang({}, patience(), (fault, value) => (fault ? reject(fault) : resolve(value)));
      setImmediate(() => call.cancel());
    }));
    assert.equal(error.code, grpc.status.CANCELLED);
  },
  async 'a gzip request'() {
    const compressing = connect(probe, mutual, { 'grpc.default_compression_algorithm': 2 });
    const { response } = await unary(compressing, 'WhoAmI', {});
    assert.equal(response.requestEncoding, 'gzip');
  },
  async 'a message over the limit'() {
    const error = await failure(unary(client, 'Echo', { payload: Buffer.alloc(100 * 1024) }));
    assert.equal(error.code, grpc.status.RESOURCE_EXHAUSTED);
  },
  async 'health of an unknown service'() {
    const error = await failure(unary(connect(health), 'Check', { service: 'no.such.Service' }));
    assert.equal(error.code, grpc.status.NOT_FOUND);
  },
  async 'health check and watch'() {
    const { response } = await unary(connect(health), 'Check', {});
    assert.equal(response.status, 'SERVING');
    const call = connect(health).Watch({}, patience());
    for await (const message of call) {
      assert.equal(message.status, 'SERVING');
      call.cancel();
      break;
    }
  },
  async 'reflection lists the services'() {
    const [answer] = await ask([{ listServices: '' }]);
    const names = answer.listServicesResponse.service.map(service => service.name);
    assert.ok(names.includes('cbm.substitutes.test.Probe'));
  },
  async 'a client made from reflection alone'() {
    const [answer] = await ask([{ fileContainingSymbol: 'cbm.substitutes.test.Probe' }]);
    const files = answer.fileDescriptorResponse.fileDescriptorProto;
    const definition = loader.loadFileDescriptorSetFromBuffer(descriptorSet(files), { defaults: true });
    const made = grpc.loadPackageDefinition(definition).cbm.substitutes.test.Probe;
    const { response } = await unary(connect(made), 'Echo', { text: 'found' });
    assert.equal(response.text, 'found');
  },
  async 'the caller is known by its certificate over TLS 1.3'() {
    const { response } = await unary(client, 'WhoAmI', {});
    assert.equal(response.authenticated, true);
    assert.deepEqual(response.identity, ['caller.test']);
    assert.equal(response.tls, 'Tls13');
  },
  async 'a caller without a certificate is refused'() {
    const error = await failure(unary(connect(probe, grpc.credentials.createSsl(root)), 'Echo', {}));
    assert.equal(error.code, grpc.status.UNAVAILABLE);
  },
};

async function main() {
  let failed = 0;
  for (const [name, check] of Object.entries(checks)) {
    try {
      await check();
    } catch (error) {
      failed++;
      console.log(`FAILED ${name}: ${error.stack}`);
    }
  }
  open.forEach(one => one.close());
  console.log(failed === 0 ? `All ${Object.keys(checks).length} checks passed.` : `${failed} checks failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

// Timers of cancelled calls would hold the process for as long as their deadline.
main().finally(() => process.exit());
