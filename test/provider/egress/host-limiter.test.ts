import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { createEgressOptions } from '../../../src/provider/egress/egress-options.js';
import { createHostLimiter } from '../../../src/provider/egress/host-limiter.js';
import { parseRetryAfter } from '../../../src/provider/egress/parse-retry-after.js';
import { waitFor } from '../../support/wait-for.js';
import { startLocalServer } from '../../support/local-server.js';

let clock = 0;
const createLimiter = (changes = {}) =>
  createHostLimiter({ ...createEgressOptions(false), unknownHostRate: Infinity, ...changes }, () => clock);

test('five failures in a row block a host for 30 s; then the outcome of one call decides', () => {
  const gate = createLimiter();
  for (let i = 0; i < 5; i += 1) {
    assert.equal(gate.acquire(1_000), null);
    gate.release('failed');
  }
  assert.throws(() => gate.acquire(1_000), isClosed(30));
  clock += 29_999;
  assert.throws(() => gate.acquire(1_000), isClosed(1));
  clock += 1;
  assert.equal(gate.acquire(1_000), null, 'one call may try');
  assert.throws(() => gate.acquire(1_000), isClosed(1), 'only one call may try');
  gate.release('failed');
  assert.throws(() => gate.acquire(1_000), isClosed(30));
  clock += 30_000;
  assert.equal(gate.acquire(1_000), null);
  gate.release('answered');
  assert.equal(gate.acquire(1_000), null, 'the host is unblocked');
});

test('any response, even an error, resets the count of failures', () => {
  const gate = createLimiter();
  for (let i = 0; i < 20; i += 1) {
    assert.equal(gate.acquire(1_000), null);
    gate.release(i % 5 === 4 ? 'answered' : 'failed');
  }
});

test('a busy host is not called during its Retry-After, and waiting calls fail', async () => {
  const gate = createLimiter({ initialConcurrency: 1 });
  assert.equal(gate.acquire(1_000), null);
  const waiting = gate.acquire(1_000);
  gate.release('busy', 7_000);
  await assert.rejects(waiting as Promise<void>, isClosed(7));
  assert.throws(() => gate.acquire(1_000), isClosed(7));
  clock += 7_000;
  assert.equal(gate.acquire(1_000), null);
});

test('successful responses increase a host’s concurrency up to a limit; failures halve it', async () => {
  const gate = createLimiter({ initialConcurrency: 2, maxConcurrency: 8 });
  const atOnce = async () => {
    let entered = 0;
    let waiting = gate.acquire(1_000);
    for (; waiting === null; waiting = gate.acquire(1_000)) entered += 1;
    for (let i = 0; i < entered; i += 1) gate.release('answered');
    await waiting;
    gate.release('answered');
    return entered;
  };
  assert.equal(await atOnce(), 2);
  for (let i = 0; i < 100; i += 1) {
    assert.equal(gate.acquire(1), null);
    gate.release('good');
  }
  assert.equal(await atOnce(), 8);
  assert.equal(gate.acquire(1), null);
  gate.release('busy', 0);
  assert.equal(await atOnce(), 4);
});

test('waiting calls start in order, or time out', async () => {
  const gate = createLimiter({ initialConcurrency: 1 });
  assert.equal(gate.acquire(1_000), null);
  const order: number[] = [];
  const first = gate.acquire(1_000)?.then(() => order.push(1));
  const second = gate.acquire(1_000)?.then(() => order.push(2));
  const third = gate.acquire(10) as Promise<void>;
  await assert.rejects(third, (error: EgressError) => error.failure === 'timed-out');
  gate.release('answered');
  await first;
  gate.release('answered');
  await second;
  assert.deepEqual(order, [1, 2]);
});

test('an unknown host gets 20 calls a second until its first successful response', async () => {
  const gate = createLimiter({ unknownHostRate: 20, initialConcurrency: 100 });
  for (let i = 0; i < 20; i += 1) {
    assert.equal(gate.acquire(1_000), null);
    gate.release('answered');
  }
  const waiting = gate.acquire(1_000);
  assert.notEqual(waiting, null);
  clock += 50;
  await waiting;
  gate.release('good');
  for (let i = 0; i < 100; i += 1) {
    assert.equal(gate.acquire(1_000), null);
    gate.release('good');
  }
});

test('Retry-After: seconds, a date, missing, invalid, a day', () => {
  const rest = (status: number, retryAfter?: string) =>
    parseRetryAfter({ status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
  assert.equal(rest(429, '30'), 30_000);
  assert.equal(rest(503, '5'), 5_000);
  assert.equal(rest(429), 1_000);
  assert.equal(rest(429, 'soon'), 1_000);
  assert.equal(rest(429, '86400'), 60_000);
  const inTen = rest(429, new Date(Date.now() + 10_000).toUTCString()) ?? 0;
  assert.ok(inTen > 8_000 && inTen <= 10_000, String(inTen));
  assert.equal(rest(429, new Date(0).toUTCString()), 0);
  assert.equal(rest(503), undefined);
  assert.equal(rest(200, '30'), undefined);
});

test('a wallet is not called again before the Retry-After of its 429', async () => {
  let requests = 0;
  const { url, close } = await startLocalServer((response) => {
    requests += 1;
    response.writeHead(429, { 'retry-after': '30' }).end();
  });
  let now = 0;
  const egress = createEgress(createEgressOptions(true), () => now);
  const send = () => egress.send({ method: 'GET', url, headers: {} });
  assert.equal((await send()).status, 429);
  await assert.rejects(send(), isClosed(30));
  now += 30_000;
  assert.equal((await send()).status, 429);
  assert.equal(requests, 2);
  await egress.close();
  close();
});

// `npm run bench limits` measures the latency.
test('a dead wallet does not delay the others', async () => {
  const regular = await startLocalServer((response) => response.end('{}'));
  let arrived = 0;
  const dead = await startLocalServer(() => void (arrived += 1));
  const egress = createEgress({ ...createEgressOptions(true), totalTimeout: 1_000, failureThreshold: 5 });
  let failed = 0;
  const calls = Array.from({ length: 500 }, () =>
    egress
      .send({ method: 'POST', url: dead.url, headers: {}, body: '{}' })
      .catch((error: unknown) => error)
      .finally(() => (failed += 1)),
  );
  await waitFor(() => arrived > 0, 'a call to the dead wallet');
  for (let call = 0; call < 10; call += 1)
    assert.equal((await egress.send({ method: 'GET', url: regular.url, headers: {} })).status, 200);
  assert.ok(failed < calls.length, 'calls to the dead wallet still wait');
  for (const error of await Promise.all(calls)) assert.ok(error instanceof EgressError);
  await egress.close();
  regular.close();
  dead.close();
});

function isClosed(retryAfter: number) {
  return (error: unknown) => {
    assert.ok(error instanceof EgressError, String(error));
    assert.deepEqual([error.failure, error.retryAfter], ['host-backing-off', retryAfter]);
    return true;
  };
}

test('responses that are too large do not block a host, because any page can name any URL of a wallet', async () => {
  const server = createServer((request, response) =>
    response.end(request.url === '/picture' ? 'x'.repeat(70_000) : 'here'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const egress = createEgress(createEgressOptions(true, { failureThreshold: 5 }));
  const get = (path: string) =>
    egress.sendWithRedirects({ method: 'GET', url: new URL(`http://127.0.0.1:${port}${path}`), headers: {} });
  try {
    for (let i = 0; i < 6; i += 1) {
      await assert.rejects(get('/picture'), (error: EgressError) => error.failure === 'response-too-large');
    }
    assert.equal((await get('/alice')).text, 'here');
  } finally {
    await egress.close();
    server.close();
  }
});

test('failing look-ups of a host neither block its payments nor use up their concurrency', async () => {
  const silent = new Set<ServerResponse>();
  const { url, close } = await startLocalServer((response) => {
    if (response.req.url === '/op/quotes') response.end('{}');
    else if (response.req.url === '/broken') response.writeHead(502).end();
    else silent.add(response);
  });
  const egress = createEgress(createEgressOptions(true, { failureThreshold: 5, maxConcurrency: 8 }));
  const lookUp = (path: string) =>
    egress.sendWithRedirects({ method: 'GET', url: new URL(path, url), headers: {} });
  const pay = () => egress.send({ method: 'POST', url: new URL('/op/quotes', url), headers: {}, body: '{}' });
  try {
    const stuck = Array.from({ length: 8 }, () => lookUp('/silent').catch(() => undefined));
    await waitFor(() => silent.size === 8, 'eight calls');
    assert.equal((await pay()).status, 200);
    for (const response of silent) response.destroy();
    await Promise.all(stuck);
    await assert.rejects(lookUp('/broken'), isClosed(30));
    assert.deepEqual(egress.countBackingOffHosts(), { lookUps: 1, payments: 0 });
    assert.equal((await pay()).status, 200);
  } finally {
    await egress.close();
    close();
  }
});
