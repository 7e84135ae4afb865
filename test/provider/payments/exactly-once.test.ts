import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openPayingPage, play } from '../../support/paying-page.js';
import { openSandbox } from '../../support/sandbox.js';
import { readLedger, readVisitorsPayments } from '../../support/wallet-reader.js';

/** What the visitor's wallet does to answers on its way out, so that the provider never sees them. */
type Loss = (method: string, path: string) => boolean;
let loses: Loss = () => false;
/** Which requests it never lets in. */
let refuses: Loss = () => false;
/** Which requests wait at its door. */
let holds: (method: string, path: string) => Promise<void> | undefined = () => undefined;
let clockAhead = 0;
/** What the provider does every ten seconds. */
let recover: () => void = () => undefined;

const sandbox = await openSandbox({
  prepare: ({ visitor }) => dropAnswers(visitor),
  provider: {
    now: () => Date.now() + clockAhead,
    repeat: (work, milliseconds) => {
      if (milliseconds === 10_000) recover = work;
      return () => undefined;
    },
  },
});
const page = await openPayingPage(sandbox);
const tick = await page.open();
const paymentPaths = (method: string, path: string) => method === 'POST' && path === '/op/outgoing-payments';
/** The intents that the wallet has a payment for. */
const paid = async () => (await readVisitorsPayments(sandbox)).map(({ metadata }) => metadata?.['wmIntent']);

/** As long as it takes until the next tick pays. */
async function waitUntilDue(): Promise<void> {
  const { next, dueIn = next } = (await tick()).body;
  clockAhead += next;
  if (dueIn > next) await waitUntilDue();
}

for (const double of ['lost-201', 'dup-deliver', '500-after-create']) {
  test(`${double}: the next tick, at once, tells of the payment, which was made and counted once`, async () => {
    clockAhead += 2_000;
    const [before, spentBefore] = [await paid(), await page.spent()];
    await play(sandbox, double);
    const lost = await tick();
    assert.ok(lost.status >= 400, JSON.stringify(lost.body));
    assert.equal((await paid()).length, before.length + 1, 'the wallet made it');

    const recovered = await tick();
    assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
    assert.deepEqual(await paid(), [recovered.body.id, ...before]);
    assert.deepEqual(recovered.body.receiveAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
    assert.equal(await page.spent(), spentBefore + 1n);
    assert.equal((await tick()).status, 202, 'told once, and nothing is due');
    clockAhead += 2_000;
    const next = await tick();
    assert.equal(next.status, 201);
    assert.notEqual(next.body.id, recovered.body.id);
  });
}

test('a payment that never reached the wallet is made by the next tick, with the quote it already had', async () => {
  await waitUntilDue();
  const before = await paid();
  refuses = paymentPaths;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await paid()).length, before.length);

  let quotes = 0;
  refuses = (_method, path) => {
    if (path === '/op/quotes') quotes += 1;
    return false;
  };
  const recovered = await tick();
  assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
  assert.deepEqual(await paid(), [recovered.body.id, ...before]);
  assert.equal(quotes, 0);
});

test('what one link’s tick recovers for another link is told to that other link, once', async () => {
  const other = await page.open();
  await waitUntilDue();
  const before = await paid();
  await play(sandbox, 'lost-201');
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await other()).status, 202, 'recovered, and not of this link');
  const told = await Promise.all([tick(), tick(), tick()]);
  const events = told.filter(({ status }) => status === 201);
  assert.equal(events.length, 1);
  assert.deepEqual(await paid(), [events[0]?.body.id, ...before]);
});

test('without any tick the provider recovers by itself, and the page is told when it ticks again', async () => {
  await waitUntilDue();
  const [before, spentBefore] = [await paid(), await page.spent()];
  await play(sandbox, 'lost-201');
  await tick();
  recover();
  await until(async () => (await page.spent()) === spentBefore + 1n);
  const told = await tick();
  assert.equal(told.status, 201);
  assert.deepEqual(await paid(), [told.body.id, ...before]);
});

test('while one tick waits for the wallet, no other tick and no round of recovery touches its payment', async () => {
  await waitUntilDue();
  const before = await paid();
  let arrived: () => void = () => undefined;
  const atWallet = new Promise<void>((resolve) => (arrived = resolve));
  let letGo: () => void = () => undefined;
  holds = (method, path) => {
    if (!paymentPaths(method, path)) return undefined;
    arrived();
    return new Promise<void>((resolve) => (letGo = resolve));
  };
  const first = tick();
  await atWallet;
  let calls = 0;
  refuses = () => {
    calls += 1;
    return false;
  };
  recover();
  assert.equal((await tick()).status, 202);
  assert.equal(calls, 0, 'the wallet is asked nothing');
  holds = () => undefined;
  letGo();
  const { status, body } = await first;
  assert.equal(status, 201);
  assert.deepEqual(await paid(), [body.id, ...before]);
});

test('a quote whose answer was lost costs nothing', async () => {
  await waitUntilDue();
  const [before, spentBefore] = [await paid(), await page.spent()];
  loses = (method, path) => method === 'POST' && path === '/op/quotes';
  assert.equal((await tick()).body.code, 'payer-unreachable');
  loses = () => false;
  assert.deepEqual(await paid(), before);
  assert.equal(await page.spent(), spentBefore);
  await waitUntilDue();
  assert.equal((await tick()).status, 201);
});

test('an access token that has expired is rotated on the way, and the payment made', async () => {
  clockAhead += 11 * 60_000;
  await page.read();
  const fresh = await page.open();
  const { status, body } = await fresh();
  assert.equal(status, 201, JSON.stringify(body));
});

test('in the end the ledger balances and the visitor was debited what the budget says', async () => {
  const payments = await readVisitorsPayments(sandbox);
  const sent = payments.reduce((sum, { sentAmount }) => sum + BigInt(sentAmount.value), 0n);
  assert.equal(sent, await page.spent());
  assert.equal((await readLedger(sandbox)).balanced, true);
});

function dropAnswers(wallet: FastifyInstance): void {
  wallet.addHook('onRequest', async (request, reply) => {
    await holds(request.method, request.url);
    if (!refuses(request.method, request.url)) return;
    reply.hijack();
    request.raw.socket.destroy();
  });
  wallet.addHook('onSend', async (request) => {
    if (loses(request.method, request.url)) request.raw.socket.destroy();
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500; tries += 1) if (await condition()) return;
  assert.fail('it never came true');
}
