import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createEgress } from '../../../src/provider/egress/egress.js';
import { EgressError } from '../../../src/provider/egress/egress-error.js';
import { egressOptions } from '../../../src/provider/egress/egress-options.js';
import { createHostGate } from '../../../src/provider/egress/host-gate.js';
import { restAskedFor } from '../../../src/provider/egress/retry-after.js';

let clock = 0;
const gateOf = (changes = {}) =>
  createHostGate({ ...egressOptions(false), strangerRate: Infinity, ...changes }, () => clock);

test('five failures in a row close a host for 30 s; then one call tries it, and its fate is the host’s', () => {
  const gate = gateOf();
  for (let i = 0; i < 5; i += 1) {
    assert.equal(gate.enter(1_000), null);
    gate.leave('failed');
  }
  assert.throws(() => gate.enter(1_000), isClosed(30));
  clock += 29_999;
  assert.throws(() => gate.enter(1_000), isClosed(1));
  clock += 1;
  assert.equal(gate.enter(1_000), null, 'one may try');
  assert.throws(() => gate.enter(1_000), isClosed(1), 'and only one');
  gate.leave('failed');
  assert.throws(() => gate.enter(1_000), isClosed(30));
  clock += 30_000;
  assert.equal(gate.enter(1_000), null);
  gate.leave('answered');
  assert.equal(gate.enter(1_000), null, 'it is well again');
});

test('an answer in between, even a refusal, is a sign of life', () => {
  const gate = gateOf();
  for (let i = 0; i < 20; i += 1) {
    assert.equal(gate.enter(1_000), null);
    gate.leave(i % 5 === 4 ? 'answered' : 'failed');
  }
});

test('a host that is busy is left alone for as long as it asks, and who waited for it is told so', async () => {
  const gate = gateOf({ concurrency: 1 });
  assert.equal(gate.enter(1_000), null);
  const waiting = gate.enter(1_000);
  gate.leave('busy', 7_000);
  await assert.rejects(waiting as Promise<void>, isClosed(7));
  assert.throws(() => gate.enter(1_000), isClosed(7));
  clock += 7_000;
  assert.equal(gate.enter(1_000), null);
});

test('a host that answers well gets more calls at once, up to a limit; trouble halves them', async () => {
  const gate = gateOf({ concurrency: 2, mostConcurrency: 8 });
  const atOnce = async () => {
    let entered = 0;
    let waiting = gate.enter(1_000);
    for (; waiting === null; waiting = gate.enter(1_000)) entered += 1;
    for (let i = 0; i < entered; i += 1) gate.leave('answered');
    await waiting;
    gate.leave('answered');
    return entered;
  };
  assert.equal(await atOnce(), 2);
  for (let i = 0; i < 100; i += 1) {
    assert.equal(gate.enter(1), null);
    gate.leave('good');
  }
  assert.equal(await atOnce(), 8);
  assert.equal(gate.enter(1), null);
  gate.leave('busy', 0);
  assert.equal(await atOnce(), 4);
});

test('those who wait get in by turns, and only for so long', async () => {
  const gate = gateOf({ concurrency: 1 });
  assert.equal(gate.enter(1_000), null);
  const order: number[] = [];
  const first = gate.enter(1_000)?.then(() => order.push(1));
  const second = gate.enter(1_000)?.then(() => order.push(2));
  const third = gate.enter(10) as Promise<void>;
  await assert.rejects(third, (error: EgressError) => error.failure === 'timed-out');
  gate.leave('answered');
  await first;
  gate.leave('answered');
  await second;
  assert.deepEqual(order, [1, 2]);
});

test('a stranger gets 20 calls a second until it has given one good answer', async () => {
  const gate = gateOf({ strangerRate: 20, concurrency: 100 });
  for (let i = 0; i < 20; i += 1) {
    assert.equal(gate.enter(1_000), null);
    gate.leave('answered');
  }
  const waiting = gate.enter(1_000);
  assert.notEqual(waiting, null);
  clock += 50;
  await waiting;
  gate.leave('good');
  for (let i = 0; i < 100; i += 1) {
    assert.equal(gate.enter(1_000), null);
    gate.leave('good');
  }
});

test('Retry-After: seconds, a date, nothing, nonsense, a day', () => {
  const rest = (status: number, retryAfter?: string) =>
    restAskedFor({ status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter } });
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

test('a wallet that says 429 is not called again before it said', async () => {
  let asked = 0;
  const { url, close } = await listen((response) => {
    asked += 1;
    response.writeHead(429, { 'retry-after': '30' }).end();
  });
  let now = 0;
  const egress = createEgress(egressOptions(true), () => now);
  const send = () => egress.send({ method: 'GET', url, headers: {} });
  assert.equal((await send()).status, 429);
  await assert.rejects(send(), isClosed(30));
  now += 30_000;
  assert.equal((await send()).status, 429);
  assert.equal(asked, 2);
  await egress.close();
  close();
});

test('a dead wallet does not delay the others', async () => {
  const healthy = await listen((response) => response.end('{}'));
  const dead = await listen(() => undefined);
  // A machine that does other things, too, is late now and then; a wallet that delays the others does so each time.
  const late: string[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    const { baseline, beside } = await timesBesideDead(healthy.url, dead.url);
    if (beside < 2 * baseline + 5) break;
    late.push(`${beside.toFixed(1)} ms beside, ${baseline.toFixed(1)} ms alone`);
  }
  healthy.close();
  dead.close();
  assert.ok(late.length < 5, late.join('; '));
});

/** The 99th percentile of the calls to the one, in milliseconds, without and with 500 calls to the other. */
async function timesBesideDead(healthy: URL, dead: URL) {
  const egress = createEgress({ ...egressOptions(true), totalTimeout: 1_000, breakAfter: 5 });
  const p99 = async () => {
    const times: number[] = [];
    const work = async () => {
      for (let i = 0; i < 100; i += 1) {
        const start = performance.now();
        await egress.send({ method: 'GET', url: healthy, headers: {} });
        times.push(performance.now() - start);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    return times.sort((a, b) => a - b)[Math.floor(times.length * 0.99)] as number;
  };
  await p99();
  const baseline = await p99();
  const calls = Array.from({ length: 500 }, () =>
    egress.send({ method: 'POST', url: dead, headers: {}, body: '{}' }).catch((error: unknown) => error),
  );
  const beside = await p99();
  for (const error of await Promise.all(calls)) assert.ok(error instanceof EgressError);
  await egress.close();
  return { baseline, beside };
}

async function listen(answer: (response: import('node:http').ServerResponse) => void) {
  const server = createServer((_, response) => answer(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/`),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function isClosed(retryAfter: number) {
  return (error: unknown) => {
    assert.ok(error instanceof EgressError, String(error));
    assert.deepEqual([error.failure, error.retryAfter], ['host-closed', retryAfter]);
    return true;
  };
}

test('answers that are too large do not close a host: anybody can name a picture at somebody’s wallet', async () => {
  const server = createServer((request, response) =>
    response.end(request.url === '/picture' ? 'x'.repeat(70_000) : 'here'),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as { port: number };
  const egress = createEgress(egressOptions(true, { breakAfter: 5 }));
  const get = (path: string) =>
    egress.follow({ method: 'GET', url: new URL(`http://127.0.0.1:${port}${path}`), headers: {} });
  try {
    for (let i = 0; i < 6; i += 1) {
      await assert.rejects(get('/picture'), (error: EgressError) => error.failure === 'answer-too-large');
    }
    assert.equal((await get('/alice')).text, 'here');
  } finally {
    await egress.close();
    server.close();
  }
});

test('a page that names what is broken at a wallet’s host does not close it to the payments of its visitors, nor take their places', async () => {
  const silent = new Set<import('node:http').ServerResponse>();
  const { url, close } = await listen((response) => {
    if (response.req.url === '/op/quotes') response.end('{}');
    else if (response.req.url === '/broken') response.writeHead(502).end();
    else silent.add(response);
  });
  const egress = createEgress(egressOptions(true, { breakAfter: 5, mostConcurrency: 8 }));
  const lookUp = (path: string) => egress.follow({ method: 'GET', url: new URL(path, url), headers: {} });
  const pay = () => egress.send({ method: 'POST', url: new URL('/op/quotes', url), headers: {}, body: '{}' });
  try {
    const stuck = Array.from({ length: 8 }, () => lookUp('/silent').catch(() => undefined));
    while (silent.size < 8) await new Promise(setImmediate);
    assert.equal((await pay()).status, 200);
    for (const response of silent) response.destroy();
    await Promise.all(stuck);
    await assert.rejects(lookUp('/broken'), isClosed(30));
    assert.deepEqual(egress.closedHosts(), { lookUps: 1, payments: 0 });
    assert.equal((await pay()).status, 200);
  } finally {
    await egress.close();
    close();
  }
});
