import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import {
  debitAmountFor,
  exchangeRate,
  UNITS_PER_1000_USD,
  receiveAmountFor,
} from '../../../src/protocol/exchange-rate.js';
import { checkLedger } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  waitForSettlement,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
let quoteToken: string;
let outgoingToken: string;
let clock = 0;
before(async () => {
  pair = await startWalletPair({ now: () => Date.now() + clock, tokenLifetimeSeconds: 10_000 });
  quoteToken = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create', 'read'] });
  outgoingToken = (await requestOutgoingGrant(pair, undefined)).token;
});
after(async () => {
  assert.deepEqual(await checkLedger(pair.database), []);
  await pair.close();
});

test('a quote is paid once, even by two simultaneous payments', async () => {
  const { body: made } = await quote({ debitAmount: usd(10) });
  const answers = await Promise.all([payQuote(made['id']), payQuote(made['id'])]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400]);
  const again = await payQuote(made['id']);
  assert.deepEqual(again.body.error, { code: '400', description: 'invalid quote' });
});

test('a quote expires after five minutes', async () => {
  clock = -50_000;
  const { body: made } = await quote({ debitAmount: usd(10) });
  assert.equal(Date.parse(String(made['expiresAt'])) - Date.parse(String(made['createdAt'])), 300_000);
  clock = 0;
  await makeOlder('quotes', 249_000);
  assert.equal((await payQuote(made['id'])).status, 201);
  const { body: late } = await quote({ debitAmount: usd(10) });
  await makeOlder('quotes', 300_001);
  assert.equal((await payQuote(late['id'])).body.error?.description, 'invalid quote');
});

test('a quote of another wallet address, or an unknown one, is invalid', async () => {
  assert.equal((await payQuote(`${pair.visitor}/op/quotes/none`)).body.error?.description, 'invalid quote');
  const { body: made } = await quote(
    { debitAmount: { value: '10', assetCode: 'EUR', assetScale: 2 } },
    undefined,
    '/eur',
  );
  assert.equal((await payQuote(made['id'])).body.error?.description, 'invalid quote');
});

test('an amount in another asset or scale, of zero, or that is not a decimal integer is an "invalid amount"', async () => {
  const values = ['0', '', '0x10', '00', '01', '9223372036854775808', '18446744073709551616'];
  const amounts = values.map((value) => ({ ...usd(1), value }));
  for (const debitAmount of [...amounts, { ...usd(1), assetCode: 'EUR' }, { ...usd(1), assetScale: 3 }]) {
    const { status, body } = await quote({ debitAmount });
    assert.deepEqual([status, body.error?.description], [400, 'invalid amount'], JSON.stringify(debitAmount));
  }
});

test('without an amount, a quote is for the incoming amount; a larger one is rejected', async () => {
  const receiver = await createTestIncomingPayment(pair, { incomingAmount: usd(20) });
  assert.deepEqual((await quote({}, receiver)).body['debitAmount'], usd(20));
  assert.equal((await quote({ debitAmount: usd(21) }, receiver)).body.error?.description, 'invalid amount');
  assert.equal((await quote({})).body.error?.description, 'invalid amount', 'no incoming amount');
});

test('with a fixed receive amount, the payer pays the smallest amount that delivers it', async () => {
  const exactAmount = { value: '3', assetCode: 'MXN', assetScale: 2 };
  const pesos = await createTestIncomingPayment(pair, {}, `${pair.receiver}/mxn`);
  const { body } = await quote({ receiveAmount: exactAmount }, pesos);
  assert.deepEqual([body['debitAmount'], body['receiveAmount']], [usd(1), exactAmount]);
});

test('a payment that is too small gets each endpoint’s own error, and the quote contains the minimum', async () => {
  const incoming = await createTestIncomingPayment(pair, {}, `${pair.receiver}/coarse`);
  const refused = await quote({ debitAmount: usd(1) }, incoming);
  assert.deepEqual(refused.body.error, {
    code: '400',
    description: 'non-positive receive amount',
    details: { minSendAmount: usd(100) },
  });
  const direct = await postOutgoingPayment(pair, outgoingToken, incoming, 99);
  assert.deepEqual(direct.body.error, { code: '400', description: 'negative receive amount' });
  const paid = await postOutgoingPayment(pair, outgoingToken, incoming, 250);
  await waitForSettlement(pair);
  const { body } = await sendSigned(
    signRequest(pair.client, { url: paid.body['id'] as string, token: outgoingToken }),
  );
  assert.deepEqual(
    [body['debitAmount'], body['sentAmount'], (body['receiveAmount'] as { value: string }).value],
    [usd(250), usd(200), '2'],
  );
});

test('a currency without a rate is an "invalid receiver"', async () => {
  const incoming = await createTestIncomingPayment(pair, {}, `${pair.receiver}/xts`);
  assert.equal((await quote({ debitAmount: usd(1) }, incoming)).body.error?.description, 'invalid receiver');
});

test('exchange is exact: the requested amount arrives, one unit less would not suffice, and a round trip never gains', () => {
  const code = fc.constantFrom(...Object.keys(UNITS_PER_1000_USD));
  const asset = fc.record({ code, scale: fc.constantFrom(0, 2, 9, 255) });
  const amount = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
  fc.assert(
    fc.property(asset, asset, amount, (from, to, value) => {
      const [there, back] = [exchangeRate(from, to), exchangeRate(to, from)];
      assert.ok(there && back);
      const debit = debitAmountFor(value, there);
      assert.ok(receiveAmountFor(debit, there) >= value);
      assert.ok(receiveAmountFor(debit - 1n, there) < value);
      assert.ok(receiveAmountFor(receiveAmountFor(value, there), back) <= value);
    }),
    { numRuns: 500, seed: 41 },
  );
});

/**
 * Moves the creation time of everything in `table` into the past, because signatures would expire if the
 * clock advanced.
 */
async function makeOlder(table: 'quotes', milliseconds: number): Promise<void> {
  await pair.database.write((transaction) =>
    transaction
      .updateTable(table)
      .set((row) => ({ expires_at: row('expires_at', '-', BigInt(milliseconds)) }))
      .execute(),
  );
}

function quote(amount: object, receiver?: string, payer = '/visitor') {
  const url = `${pair.visitor}/op/quotes`;
  return (async () => {
    const to = receiver ?? (await createTestIncomingPayment(pair));
    const body = { walletAddress: `${pair.visitor}${payer}`, receiver: to, method: 'ilp', ...amount };
    return sendSigned(signRequest(pair.client, { url, method: 'POST', token: quoteToken, body }));
  })();
}

function payQuote(quoteId: unknown) {
  const body = { walletAddress: `${pair.visitor}/visitor`, quoteId };
  const url = `${pair.visitor}/op/outgoing-payments`;
  return sendSigned(signRequest(pair.client, { url, method: 'POST', token: outgoingToken, body }));
}
