import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAccessToken } from '../../../src/provider/consent/with-access-token.js';
import { readSites } from '../../../src/provider/account/read-sites.js';
import { stateInWords } from '../../../src/provider/account/words.js';
import { readPayments } from '../../../src/provider/account/read-payments.js';
import { readSpending } from '../../../src/provider/account/read-spending.js';
import { payerOf, readConnection } from '../../../src/provider/payments/payer.js';
import { recoverUnclaimedIntents } from '../../../src/provider/payments/recover-unclaimed-intents.js';
import {
  openPayingPage,
  type PayingPage,
  play,
  playHonest,
  type Tick,
  tickUntilDue,
} from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

const { sandbox, services, advance } = await openSandboxWithServices({
  // A dollar in two seconds, so that a part of a payment is an amount.
  allowance: { ratePerHour: '1800.00', budget: '10000.00', period: 'P1M' },
  repeat: () => () => undefined,
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;

interface Told {
  status: number;
  /** What an event of the page tells: in the visitor's and in the receiver's asset. Zero: there is none. */
  sent: bigint;
  received: bigint;
  code: string | undefined;
}

async function told(tick: Tick): Promise<Told> {
  const { status, body } = await tickUntilDue(tick, advance);
  if (status !== 201) return { status, sent: 0n, received: 0n, code: body.code };
  const { debitAmount, sentAmount = debitAmount, receiveAmount } = body;
  return { status, sent: BigInt(sentAmount.value), received: BigInt(receiveAmount.value), code: undefined };
}

/** What the wallet says of the visitor's money: what the grant was charged. */
async function chargedAtWallet({ connection }: PayingPage): Promise<bigint> {
  const url = new URL('/op', sandbox.directory.wallets.visitor).href;
  const payer = payerOf(await readConnection(services.database, connection));
  const spent = await withAccessToken(services, payer, (accessToken) =>
    services.client.outgoingPayment.getGrantSpentAmounts({ url, accessToken }),
  );
  return BigInt(spent.spentDebitAmount?.value ?? '0');
}

/** And what has left the account since there were so many payments. */
async function sentAtWallet(before: number): Promise<bigint> {
  const payments = await readVisitorsPayments(sandbox);
  return payments
    .toReversed()
    .slice(before)
    .reduce((sum, { sentAmount }) => sum + BigInt(sentAmount.value), 0n);
}

/** As if this visitor's browser had consented. */
async function giveTo(visitor: string, { connection }: PayingPage): Promise<void> {
  await services.write(async (transaction) => {
    await transaction.updateTable('connection').set({ visitor }).where('id', '=', connection).execute();
    await transaction
      .updateTable('wallet_grant')
      .set({ visitor })
      .where('connection_id', '=', connection)
      .execute();
  });
}

const count = async () => (await readVisitorsPayments(sandbox)).length;
const rowsOf = (connection: string) =>
  services.database.selectFrom('intent').selectAll().where('connection_id', '=', connection).execute();

test('what is sent less than was quoted is told by the next event; the budget counts as the wallet does', async () => {
  const before = await count();
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await play(sandbox, 'slippage', {});
  const events = [await told(tick)];
  await advance(61);
  for (let round = 0; round < 2; round += 1) {
    events.push(await told(tick));
    await advance(61);
  }
  assert.deepEqual(
    events.map(({ sent, received }) => [sent, received]),
    [
      [100n, 99n],
      [99n, 99n],
      [99n, 99n],
    ],
    'each event makes good the cent that the one before has told too much',
  );
  await playHonest(sandbox);
  assert.equal(await sentAtWallet(before), 297n);
  assert.equal(await chargedAtWallet(page), 300n);
  assert.equal(await page.spent(), 300n, 'the budget is the grant’s: it is charged what was asked for');

  // The account page says what has left the wallet.
  await giveTo('v', page);
  await (
    await page.open(at('key-revoked'))
  )();
  const [spending] = await readSpending(services, 'v');
  const { payments } = await readPayments(services, page.connection, 'v', 1);
  assert.deepEqual(
    payments.map(({ amount }) => amount),
    [99n, 99n, 99n],
  );
  assert.equal(
    spending?.months.reduce((sum, { amount }) => sum + amount, 0n),
    297n,
  );
});

test('a payment of which half was sent is made good by the next, and what the page counts as spent is, too', async () => {
  const before = await count();
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await play(sandbox, 'partial', { times: 1 });
  let [sent, received] = [0n, 0n];
  for (const wait of [31, 2, 2]) {
    const event = await told(tick);
    assert.equal(event.status, 201);
    sent += event.sent;
    received += event.received;
    await advance(wait);
  }
  assert.deepEqual([sent, received], [250n, 250n]);
  assert.equal(await sentAtWallet(before), 250n);
  const { body } = await tick();
  assert.equal(body.spent.value, '350');
  assert.equal(await page.spent(), 350n);
});

test('events of one link make good what was told of it, not of another', async () => {
  const page = await openPayingPage(sandbox);
  const [ok, other] = [await page.open(at('ok')), await page.open(at('mxn'))];
  await play(sandbox, 'partial', { times: 1 });
  await ok();
  await advance(31);
  assert.deepEqual(await told(other), { status: 201, sent: 100n, received: 1800n, code: undefined });
  await advance(2);
  assert.deepEqual(await told(ok), { status: 201, sent: 50n, received: 50n, code: undefined });
});

test('who has no money is told so after the third payment in a row, and hears of none that was not sent', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await play(sandbox, 'no-money', {});
  for (let payments = 0; payments < 3; payments += 1) {
    assert.equal((await told(tick)).sent, 100n);
    await advance(2);
  }
  const refused = await tick();
  assert.equal(refused.body.code, 'budget-spent');
  assert.match(refused.body.detail, /cancelled/);
  assert.equal((await page.read()).state, 'out-of-funds');
  assert.equal(await page.spent(), 0n);
  assert.equal((await rowsOf(page.connection)).length, 3);

  // Once a minute it is tried again, whoever ticks.
  for (let minute = 1; minute <= 2; minute += 1) {
    assert.equal((await told(tick)).code, 'budget-spent');
    await advance(61);
    assert.equal((await told(tick)).code, 'budget-spent');
    assert.equal((await told(tick)).code, 'budget-spent');
    assert.equal((await rowsOf(page.connection)).length, 3 + minute);
    assert.equal((await page.read()).state, 'out-of-funds');
  }

  await giveTo('broke', page);
  const [site] = await readSites(services, 'broke');
  assert.match(site ? stateInWords(site).text : '', /seems to have no money/);

  // There is money again.
  await playHonest(sandbox);
  await advance(61);
  const before = await count();
  assert.deepEqual(await told(tick), { status: 201, sent: 100n, received: 100n, code: undefined });
  assert.equal((await page.read()).state, 'active');
  // Three events were of nothing: the next three payments have none.
  const sums = [];
  for (let payments = 0; payments < 4; payments += 1) {
    await advance(2);
    sums.push((await told(tick)).sent);
  }
  assert.deepEqual(sums, [0n, 0n, 0n, 100n]);
  assert.equal(await sentAtWallet(before), 500n);
});

test('one failure, or two with a success in between, is not for want of money', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  for (const fails of [true, true, false, true, true, false]) {
    await (fails ? play(sandbox, 'no-money', { times: 1 }) : playHonest(sandbox));
    assert.equal((await tick()).status, 201);
    await advance(31);
  }
  assert.equal((await tick()).status, 201);
  assert.equal((await page.read()).state, 'active');
});

test('a payment that has failed by the time it is found is told to nobody', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('settle-fails'));
  await play(sandbox, 'lost-201');
  assert.equal((await told(tick)).code, 'payer-unreachable');
  await advance(2);
  assert.equal((await tick()).status, 202, 'found, and it has failed');
  assert.deepEqual(
    (await rowsOf(page.connection)).map(({ state, untold }) => [state, untold]),
    [['failed', 3n]],
  );

  await play(sandbox, 'lost-201');
  await advance(2);
  assert.equal((await told(tick)).code, 'payer-unreachable');
  await advance(31);
  await recoverUnclaimedIntents(services);
  const [, second] = await rowsOf(page.connection);
  assert.deepEqual([second?.state, second?.untold], ['failed', 3n]);
  assert.equal(await page.spent(), 0n);
});

test('a payment that was asked for once, and has failed before its page has asked, is told to nobody', async () => {
  const { payOnce } = await import('../../../src/provider/payments/pay-once.js');
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('settle-fails'));
  const other = await page.open(at('key-revoked'));
  await payOnce(services, page.connection, 700n, undefined, [tick.session]);
  await advance(31);
  assert.equal((await told(other)).code, 'key-revoked');
  await advance(2);
  const event = await told(tick);
  assert.deepEqual(
    [event.status, event.sent],
    [201, 100n],
    'the next streamed one, not the one of seven dollars',
  );
});

test('what a link’s session owes when it ends is owed by the link’s next one, and by no other link', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await play(sandbox, 'partial', { times: 1 });
  await tick();
  await advance(31);
  // Another link's tick finds it out; the link itself is replaced before its next payment.
  await (
    await page.open(at('key-revoked'))
  )();
  await page.close(tick);
  const [other, successor] = [await page.open(at('mxn')), await page.open(at('ok'))];
  await advance(2);
  assert.equal((await told(other)).sent, 100n);
  await advance(2);
  assert.deepEqual(await told(successor), { status: 201, sent: 50n, received: 50n, code: undefined });
});

test('what is found out after the link’s session was replaced is owed by the new one', async () => {
  const page = await openPayingPage(sandbox);
  const first = await page.open(at('ok'));
  await play(sandbox, 'slippage', {});
  assert.deepEqual(await told(first), { status: 201, sent: 100n, received: 99n, code: undefined });
  const successor = await page.open(at('ok'));
  await page.close(first);
  await advance(61);
  // The goodbye asks the wallet, too: who has found it out first, this tick or that, decides which event corrects it.
  const [next] = [await told(successor), await advance(2)];
  assert.equal(next.sent + (await told(successor)).sent, 199n);
  await playHonest(sandbox);
});
