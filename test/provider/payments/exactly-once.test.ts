import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openPayingPage, injectWalletFault } from '../../support/provider/paying-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { fetchLedgerReport, readVisitorsPayments } from '../../support/wallets/official-client.js';
import { waitFor } from '../../support/wait-for.js';

/** Drops matching responses of the visitor's wallet. */
type RequestFilter = (method: string, path: string) => boolean;
let losesResponse: RequestFilter = () => false;
/** Drops matching requests before the wallet processes them. */
let dropsRequest: RequestFilter = () => false;
/** Delays matching requests. */
let delaysRequest: (method: string, path: string) => Promise<void> | undefined = () => undefined;
let clockAhead = 0;
/** The provider's task of every ten seconds. */
let recover: () => void = () => undefined;

const sandbox = await openSandbox({
  prepare: ({ visitor }) => dropResponses(visitor),
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

/** Advances the clock until the next tick pays. */
async function waitUntilDue(): Promise<void> {
  const { next, dueIn = next } = (await tick()).body;
  clockAhead += next;
  if (dueIn > next) await waitUntilDue();
}

for (const fault of ['drop-after-create', 'duplicate-delivery', '500-after-create']) {
  test(`${fault}: the next tick delivers the payment, which was made and counted once`, async () => {
    clockAhead += 2_000;
    const [before, spentBefore] = [await paid(), await page.spent()];
    await injectWalletFault(sandbox, fault);
    const lost = await tick();
    assert.ok(lost.status >= 400, JSON.stringify(lost.body));
    assert.equal((await paid()).length, before.length + 1, 'the wallet made the payment');

    const recovered = await tick();
    assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
    assert.deepEqual(await paid(), [recovered.body.id, ...before]);
    assert.deepEqual(recovered.body.receiveAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
    assert.equal(await page.spent(), spentBefore + 1n);
    assert.equal((await tick()).status, 202, 'delivered once, nothing due');
    clockAhead += 2_000;
    const next = await tick();
    assert.equal(next.status, 201);
    assert.notEqual(next.body.id, recovered.body.id);
  });
}

test('a payment that never reached the wallet is made by the next tick with the same quote', async () => {
  await waitUntilDue();
  const before = await paid();
  dropsRequest = paymentPaths;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await paid()).length, before.length);

  let quotes = 0;
  dropsRequest = (_method, path) => {
    if (path === '/op/quotes') quotes += 1;
    return false;
  };
  const recovered = await tick();
  assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
  assert.deepEqual(await paid(), [recovered.body.id, ...before]);
  assert.equal(quotes, 0);
});

test('a payment that another link’s tick recovers is delivered to its own link once', async () => {
  const other = await page.open();
  await waitUntilDue();
  const before = await paid();
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await other()).status, 202, 'recovered for the other link');
  const reported = await Promise.all([tick(), tick(), tick()]);
  const events = reported.filter(({ status }) => status === 201);
  assert.equal(events.length, 1);
  assert.deepEqual(await paid(), [events[0]?.body.id, ...before]);
});

test('the provider recovers without ticks, and delivers the payment on the next tick', async () => {
  await waitUntilDue();
  const [before, spentBefore] = [await paid(), await page.spent()];
  await injectWalletFault(sandbox, 'drop-after-create');
  await tick();
  recover();
  await waitFor(async () => (await page.spent()) === spentBefore + 1n);
  const reported = await tick();
  assert.equal(reported.status, 201);
  assert.deepEqual(await paid(), [reported.body.id, ...before]);
});

test('while a tick waits for the wallet, neither other ticks nor recovery touch its payment', async () => {
  await waitUntilDue();
  const before = await paid();
  let arrived: () => void = () => undefined;
  const atWallet = new Promise<void>((resolve) => (arrived = resolve));
  let letGo: () => void = () => undefined;
  delaysRequest = (method, path) => {
    if (!paymentPaths(method, path)) return undefined;
    arrived();
    return new Promise<void>((resolve) => (letGo = resolve));
  };
  const first = tick();
  await atWallet;
  let calls = 0;
  dropsRequest = () => {
    calls += 1;
    return false;
  };
  recover();
  assert.equal((await tick()).status, 202);
  assert.equal(calls, 0, 'no request to the wallet');
  delaysRequest = () => undefined;
  letGo();
  const { status, body } = await first;
  assert.equal(status, 201);
  assert.deepEqual(await paid(), [body.id, ...before]);
});

test('a quote whose response was lost costs nothing', async () => {
  await waitUntilDue();
  const [before, spentBefore] = [await paid(), await page.spent()];
  losesResponse = (method, path) => method === 'POST' && path === '/op/quotes';
  assert.equal((await tick()).body.code, 'payer-unreachable');
  losesResponse = () => false;
  assert.deepEqual(await paid(), before);
  assert.equal(await page.spent(), spentBefore);
  await waitUntilDue();
  assert.equal((await tick()).status, 201);
});

test('an expired access token is rotated during a payment', async () => {
  clockAhead += 11 * 60_000;
  await page.read();
  const fresh = await page.open();
  const { status, body } = await fresh();
  assert.equal(status, 201, JSON.stringify(body));
});

test('at the end the ledger balances, and the visitor’s debits equal the budget’s spent amount', async () => {
  const payments = await readVisitorsPayments(sandbox);
  const sent = payments.reduce((sum, { sentAmount }) => sum + BigInt(sentAmount.value), 0n);
  assert.equal(sent, await page.spent());
  assert.equal((await fetchLedgerReport(sandbox)).balanced, true);
});

function dropResponses(wallet: FastifyInstance): void {
  wallet.addHook('onRequest', async (request, reply) => {
    await delaysRequest(request.method, request.url);
    if (!dropsRequest(request.method, request.url)) return;
    reply.hijack();
    request.raw.socket.destroy();
  });
  wallet.addHook('onSend', async (request) => {
    if (losesResponse(request.method, request.url)) request.raw.socket.destroy();
  });
}
