import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { debitAmountFor, exchangeRate, RATES, receiveAmountFor } from '../../src/protocol/exchange.js';
import { checkLedger } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { send, signRequest } from '../support/wallet-client.js';
import {
  createIncomingPayment,
  pay,
  requestOutgoingGrant,
  requestToken,
  settled,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallet-pair.js';

let pair: WalletPair;
let quoteToken: string;
let outgoingToken: string;
let clock = 0;
before(async () => {
  pair = await startWalletPair({ now: () => Date.now() + clock, tokenLifetime: 10_000 });
  quoteToken = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create', 'read'] });
  outgoingToken = (await requestOutgoingGrant(pair, undefined)).token;
});
after(async () => {
  assert.deepEqual(await checkLedger(pair.database), []);
  await pair.close();
});

test('a quote is paid once, also by two payments at the same time', async () => {
  const { body: made } = await quote({ debitAmount: usd(10) });
  const answers = await Promise.all([payQuote(made['id']), payQuote(made['id'])]);
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 400]);
  const again = await payQuote(made['id']);
  assert.deepEqual(again.body.error, { code: '400', description: 'invalid quote' });
});

test('a quote lives five minutes', async () => {
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

test('a quote of another wallet address, and one that nobody made, are invalid', async () => {
  assert.equal((await payQuote(`${pair.visitor}/op/quotes/none`)).body.error?.description, 'invalid quote');
  const { body: made } = await quote(
    { debitAmount: { value: '10', assetCode: 'EUR', assetScale: 2 } },
    undefined,
    '/eur',
  );
  assert.equal((await payQuote(made['id'])).body.error?.description, 'invalid quote');
});

test('amounts in another asset or scale, zero, and what is no decimal integer are "invalid amount"', async () => {
  const values = ['0', '', '0x10', '00', '01', '9223372036854775808', '18446744073709551616'];
  const amounts = values.map((value) => ({ ...usd(1), value }));
  for (const debitAmount of [...amounts, { ...usd(1), assetCode: 'EUR' }, { ...usd(1), assetScale: 3 }]) {
    const { status, body } = await quote({ debitAmount });
    assert.deepEqual([status, body.error?.description], [400, 'invalid amount'], JSON.stringify(debitAmount));
  }
});

test('without an amount, the quote is for what the incoming payment asks; more than that is refused', async () => {
  const receiver = await createIncomingPayment(pair, { incomingAmount: usd(20) });
  assert.deepEqual((await quote({}, receiver)).body['debitAmount'], usd(20));
  assert.equal((await quote({ debitAmount: usd(21) }, receiver)).body.error?.description, 'invalid amount');
  assert.equal((await quote({})).body.error?.description, 'invalid amount', 'nothing is asked');
});

test('fixed receive: the payer pays the least that delivers it, and never for a part of a unit', async () => {
  const asked = { value: '3', assetCode: 'MXN', assetScale: 2 };
  const pesos = await createIncomingPayment(pair, {}, `${pair.receiver}/mxn`);
  const { body } = await quote({ receiveAmount: asked }, pesos);
  assert.deepEqual([body['debitAmount'], body['receiveAmount']], [usd(1), asked]);
});

test('too small a payment is refused in the words of each endpoint, and the quote names the least amount', async () => {
  const incoming = await createIncomingPayment(pair, {}, `${pair.receiver}/coarse`);
  const refused = await quote({ debitAmount: usd(1) }, incoming);
  assert.deepEqual(refused.body.error, {
    code: '400',
    description: 'non-positive receive amount',
    details: { minSendAmount: usd(100) },
  });
  const direct = await pay(pair, outgoingToken, incoming, 99);
  assert.deepEqual(direct.body.error, { code: '400', description: 'negative receive amount' });
  const paid = await pay(pair, outgoingToken, incoming, 250);
  await settled(pair);
  const { body } = await send(
    signRequest(pair.client, { url: paid.body['id'] as string, token: outgoingToken }),
  );
  assert.deepEqual(
    [body['debitAmount'], body['sentAmount'], (body['receiveAmount'] as { value: string }).value],
    [usd(250), usd(200), '2'],
  );
});

test('a currency without a rate is out of reach: "invalid receiver"', async () => {
  const incoming = await createIncomingPayment(pair, {}, `${pair.receiver}/xts`);
  assert.equal((await quote({ debitAmount: usd(1) }, incoming)).body.error?.description, 'invalid receiver');
});

test('exchange is exact: what is asked arrives, one unit less would not do, and there and back never gains', () => {
  const code = fc.constantFrom(...Object.keys(RATES));
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

/** As if everything in `table` had been made earlier: signatures do not let the clock itself run for minutes. */
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
    const to = receiver ?? (await createIncomingPayment(pair));
    const body = { walletAddress: `${pair.visitor}${payer}`, receiver: to, method: 'ilp', ...amount };
    return send(signRequest(pair.client, { url, method: 'POST', token: quoteToken, body }));
  })();
}

function payQuote(quoteId: unknown) {
  const body = { walletAddress: `${pair.visitor}/visitor`, quoteId };
  const url = `${pair.visitor}/op/outgoing-payments`;
  return send(signRequest(pair.client, { url, method: 'POST', token: outgoingToken, body }));
}
