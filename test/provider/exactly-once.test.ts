import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openRelayPage } from '../support/relay-page.js';
import { openSandbox } from '../support/sandbox.js';
import { readLedger, readVisitorsPayments } from '../support/wallet-reader.js';

/** What the visitor's wallet does to answers on its way out, so that the provider never sees them. */
type Loss = (method: string, path: string) => boolean;
let loses: Loss = () => false;
/** Which requests it never lets in. */
let refuses: Loss = () => false;
let clockAhead = 0;

const sandbox = await openSandbox({
  prepare: ({ visitor }) => dropAnswers(visitor),
  provider: { now: () => Date.now() + clockAhead },
});
const page = await openRelayPage(sandbox.directory.provider);
const connection = (await page.call('POST', '/relay/connections', {})).body.id as string;
const session = (
  await page.call('POST', '/relay/sessions', {
    connection,
    walletAddress: sandbox.directory.testWalletAddresses['ok'],
  })
).body.id as string;
const tick = () => page.call('POST', `/relay/sessions/${session}/payments`, {});
const spent = async () =>
  (await page.call('GET', `/relay/connections/${connection}`)).body.spent.value as string;

test('a payment whose answer was lost is found again, counted once, and not made twice', async () => {
  loses = (method, path) => method === 'POST' && path === '/op/outgoing-payments';
  const lost = await tick();
  assert.equal(lost.body.code, 'payer-unreachable');
  assert.equal((await readVisitorsPayments(sandbox)).length, 1, 'the wallet made it');

  loses = () => false;
  clockAhead += 10_000;
  const pending = await tick();
  assert.equal(pending.status, 202, 'nothing new is paid while the first is open');
  assert.equal((await readVisitorsPayments(sandbox)).length, 1);

  clockAhead += 40_000;
  const recovered = await tick();
  assert.equal(recovered.status, 201, JSON.stringify(recovered.body));
  assert.equal((await readVisitorsPayments(sandbox)).length, 2, 'the recovered one and the new one');
  assert.equal(await spent(), '2');
});

test('a payment that never reached the wallet is made once, with the quote it already had', async () => {
  clockAhead += 2_000;
  const before = (await readVisitorsPayments(sandbox)).length;
  refuses = (method, path) => method === 'POST' && path === '/op/outgoing-payments';
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await readVisitorsPayments(sandbox)).length, before);

  refuses = () => false;
  clockAhead += 40_000;
  assert.equal((await tick()).status, 201);
  assert.equal((await readVisitorsPayments(sandbox)).length, before + 2);
  assert.equal(await spent(), String(before + 2));
});

test('a quote whose answer was lost costs nothing', async () => {
  clockAhead += 2_000;
  const before = (await readVisitorsPayments(sandbox)).length;
  loses = (method, path) => method === 'POST' && path === '/op/quotes';
  assert.equal((await tick()).body.code, 'payer-unreachable');
  loses = () => false;
  assert.equal((await readVisitorsPayments(sandbox)).length, before);
  assert.equal(await spent(), String(before));
  clockAhead += 2_000;
  assert.equal((await tick()).status, 201);
});

test('an access token that has expired is rotated on the way, and the payment made', async () => {
  clockAhead += 11 * 60_000;
  await page.call('GET', `/relay/connections/${connection}`); // refused, for the nonce has aged, too; the answer brings a new one
  const fresh = await page.call('POST', '/relay/sessions', {
    connection,
    walletAddress: sandbox.directory.testWalletAddresses['ok'],
  });
  const { status, body } = await page.call('POST', `/relay/sessions/${fresh.body.id}/payments`, {});
  assert.equal(status, 201, JSON.stringify(body));
});

test('in the end the ledger balances and the visitor was debited what the budget says', async () => {
  const payments = await readVisitorsPayments(sandbox);
  const sent = payments.reduce((sum, { sentAmount }) => sum + BigInt(sentAmount.value), 0n);
  assert.equal(sent.toString(), await spent());
  assert.equal((await readLedger(sandbox)).balanced, true);
});

function dropAnswers(wallet: FastifyInstance): void {
  wallet.addHook('onRequest', async (request, reply) => {
    if (!refuses(request.method, request.url)) return;
    reply.hijack();
    request.raw.socket.destroy();
  });
  wallet.addHook('onSend', async (request) => {
    if (loses(request.method, request.url)) request.raw.socket.destroy();
  });
}
