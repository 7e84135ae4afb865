import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withAccessToken } from '../../../../src/provider/wallet-grants/with-access-token.js';
import { readVisitorSites } from '../../../../src/provider/account/queries/read-sites.js';
import { siteStateHtml } from '../../../../src/provider/account/html/messages.js';
import { readPaymentPage } from '../../../../src/provider/account/queries/read-payments.js';
import { readSpending } from '../../../../src/provider/account/queries/read-spending.js';
import { toPayer, readConnection } from '../../../../src/provider/core/payer.js';
import { recoverUnleasedIntents } from '../../../../src/provider/payments/recovery/recover-unleased-intents.js';
import {
  openPayingPage,
  type PayingPage,
  injectWalletFault,
  clearWalletFaults,
  type Tick,
  tickUntilDue,
} from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';
import { readVisitorsPayments } from '../../../support/wallets/official-client.js';

const { sandbox, services, advance } = await openSandboxWithServices({
  // A dollar in two seconds, so that a payment can be sent in part.
  allowance: { ratePerHour: '1800.00', budget: '10000.00', period: 'P1M' },
  repeat: () => () => undefined,
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;

interface DeliveredPayment {
  status: number;
  /** The amounts of a page's event, in the visitor's and the receiver's asset. Zero: no event. */
  sent: bigint;
  received: bigint;
  code: string | undefined;
}

async function tickAndReadDelivered(tick: Tick): Promise<DeliveredPayment> {
  const { status, body } = await tickUntilDue(tick, advance);
  if (status !== 201) return { status, sent: 0n, received: 0n, code: body.code };
  const { debitAmount, sentAmount = debitAmount, receiveAmount } = body;
  return { status, sent: BigInt(sentAmount.value), received: BigInt(receiveAmount.value), code: undefined };
}

/** The amount that the wallet charged to the grant. */
async function chargedAtWallet({ connection }: PayingPage): Promise<bigint> {
  const url = new URL('/op', sandbox.directory.wallets.visitor).href;
  const payer = toPayer(await readConnection(services.database, connection));
  const spent = await withAccessToken(services, payer, (accessToken) =>
    services.client.outgoingPayment.getGrantSpentAmounts({ url, accessToken }),
  );
  return BigInt(spent.spentDebitAmount?.value ?? '0');
}

/** The amount that left the account, without the payments before. */
async function sentAtWallet(before: number): Promise<bigint> {
  const payments = await readVisitorsPayments(sandbox);
  return payments
    .toReversed()
    .slice(before)
    .reduce((sum, { sentAmount }) => sum + BigInt(sentAmount.value), 0n);
}

/** Assigns the connection to a visitor, as if their browser had consented. */
async function assignVisitor(visitor: string, { connection }: PayingPage): Promise<void> {
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

test('the next event corrects an amount that was smaller than quoted, while the budget counts like the wallet', async () => {
  const before = await count();
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await injectWalletFault(sandbox, 'slippage', {});
  const events = [await tickAndReadDelivered(tick)];
  await advance(61);
  for (let round = 0; round < 2; round += 1) {
    events.push(await tickAndReadDelivered(tick));
    await advance(61);
  }
  assert.deepEqual(
    events.map(({ sent, received }) => [sent, received]),
    [
      [100n, 99n],
      [99n, 99n],
      [99n, 99n],
    ],
    'each event corrects the cent that the previous one reported too much',
  );
  await clearWalletFaults(sandbox);
  assert.equal(await sentAtWallet(before), 297n);
  assert.equal(await chargedAtWallet(page), 300n);
  assert.equal(await page.spent(), 300n, 'like the grant, the budget counts the debit amounts');

  // The account page shows the amounts that left the wallet.
  await assignVisitor('v', page);
  await (
    await page.open(at('key-revoked'))
  )();
  const [spending] = await readSpending(services, 'v');
  const { payments } = await readPaymentPage(services, page.connection, 'v', 1);
  assert.deepEqual(
    payments.map(({ amount }) => amount),
    [99n, 99n, 99n],
  );
  assert.equal(
    spending?.months.reduce((sum, { amount }) => sum + amount, 0n),
    297n,
  );
});

test('the next event corrects a half-sent payment, and the page’s spent amount follows', async () => {
  const before = await count();
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await injectWalletFault(sandbox, 'partial', { times: 1 });
  let [sent, received] = [0n, 0n];
  for (const wait of [31, 2, 2]) {
    const event = await tickAndReadDelivered(tick);
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

test('events correct only the earlier events of the same link', async () => {
  const page = await openPayingPage(sandbox);
  const [ok, other] = [await page.open(at('ok')), await page.open(at('mxn'))];
  await injectWalletFault(sandbox, 'partial', { times: 1 });
  await ok();
  await advance(31);
  assert.deepEqual(await tickAndReadDelivered(other), {
    status: 201,
    sent: 100n,
    received: 1800n,
    code: undefined,
  });
  await advance(2);
  assert.deepEqual(await tickAndReadDelivered(ok), {
    status: 201,
    sent: 50n,
    received: 50n,
    code: undefined,
  });
});

test('three failed payments in a row report missing funds, and unsent payments lead to no event', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await injectWalletFault(sandbox, 'insufficient-funds', {});
  for (let payments = 0; payments < 3; payments += 1) {
    assert.equal((await tickAndReadDelivered(tick)).sent, 100n);
    await advance(2);
  }
  const refused = await tick();
  assert.equal(refused.body.code, 'budget-spent');
  assert.match(refused.body.detail, /did not send the last payments/);
  assert.equal((await page.read()).state, 'out-of-funds');
  assert.equal(await page.spent(), 0n);
  assert.equal((await rowsOf(page.connection)).length, 3);

  // One tick a minute tries again.
  for (let minute = 1; minute <= 2; minute += 1) {
    assert.equal((await tickAndReadDelivered(tick)).code, 'budget-spent');
    await advance(61);
    assert.equal((await tickAndReadDelivered(tick)).code, 'budget-spent');
    assert.equal((await tickAndReadDelivered(tick)).code, 'budget-spent');
    assert.equal((await rowsOf(page.connection)).length, 3 + minute);
    assert.equal((await page.read()).state, 'out-of-funds');
  }

  await assignVisitor('broke', page);
  const [site] = await readVisitorSites(services, 'broke');
  assert.match(site ? siteStateHtml(site).text : '', /balance may be too low/);

  // The wallet has funds again.
  await clearWalletFaults(sandbox);
  await advance(61);
  const before = await count();
  assert.deepEqual(await tickAndReadDelivered(tick), {
    status: 201,
    sent: 100n,
    received: 100n,
    code: undefined,
  });
  assert.equal((await page.read()).state, 'active');
  // Three events reported unsent payments, so the next three payments have none.
  const sums = [];
  for (let payments = 0; payments < 4; payments += 1) {
    await advance(2);
    sums.push((await tickAndReadDelivered(tick)).sent);
  }
  assert.deepEqual(sums, [0n, 0n, 0n, 100n]);
  assert.equal(await sentAtWallet(before), 500n);
});

test('one failure, or two with a success in between, does not mean missing funds', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  for (const fails of [true, true, false, true, true, false]) {
    await (fails
      ? injectWalletFault(sandbox, 'insufficient-funds', { times: 1 })
      : clearWalletFaults(sandbox));
    assert.equal((await tick()).status, 201);
    await advance(31);
  }
  assert.equal((await tick()).status, 201);
  assert.equal((await page.read()).state, 'active');
});

test('a payment that has failed before it is recovered is not delivered', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('settle-fails'));
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await tickAndReadDelivered(tick)).code, 'payer-unreachable');
  await advance(2);
  assert.equal((await tick()).status, 202, 'recovered as failed');
  assert.deepEqual(
    (await rowsOf(page.connection)).map(({ state, undelivered }) => [state, undelivered]),
    [['failed', 3n]],
  );

  await injectWalletFault(sandbox, 'drop-after-create');
  await advance(2);
  assert.equal((await tickAndReadDelivered(tick)).code, 'payer-unreachable');
  await advance(31);
  await recoverUnleasedIntents(services);
  const [, second] = await rowsOf(page.connection);
  assert.deepEqual([second?.state, second?.undelivered], ['failed', 3n]);
  assert.equal(await page.spent(), 0n);
});

test('a one-time payment that fails before the page’s tick is not delivered', async () => {
  const { payOneTime } = await import('../../../../src/provider/payments/one-time/pay-one-time.js');
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('settle-fails'));
  const other = await page.open(at('key-revoked'));
  await payOneTime(services, page.connection, 700n, undefined, [tick.session]);
  await advance(31);
  assert.equal((await tickAndReadDelivered(other)).code, 'key-revoked');
  await advance(2);
  const event = await tickAndReadDelivered(tick);
  assert.deepEqual(
    [event.status, event.sent],
    [201, 100n],
    'the next streamed payment, not the seven dollars',
  );
});

test('the correction that an ended session owes passes to the link’s next session only', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  await injectWalletFault(sandbox, 'partial', { times: 1 });
  await tick();
  await advance(31);
  // Another link's tick recovers it. The link itself gets a new session before its next payment.
  await (
    await page.open(at('key-revoked'))
  )();
  await page.close(tick);
  const [other, successor] = [await page.open(at('mxn')), await page.open(at('ok'))];
  await advance(2);
  assert.equal((await tickAndReadDelivered(other)).sent, 100n);
  await advance(2);
  assert.deepEqual(await tickAndReadDelivered(successor), {
    status: 201,
    sent: 50n,
    received: 50n,
    code: undefined,
  });
});

test('a shortfall that is found after the link’s session was replaced is owed by the new session', async () => {
  const page = await openPayingPage(sandbox);
  const first = await page.open(at('ok'));
  await injectWalletFault(sandbox, 'slippage', {});
  assert.deepEqual(await tickAndReadDelivered(first), {
    status: 201,
    sent: 100n,
    received: 99n,
    code: undefined,
  });
  const successor = await page.open(at('ok'));
  await page.close(first);
  await advance(61);
  // Ending the session also queries the wallet, so either this or the tick decides which event is corrected.
  const [next] = [await tickAndReadDelivered(successor), await advance(2)];
  assert.equal(next.sent + (await tickAndReadDelivered(successor)).sent, 199n);
  await clearWalletFaults(sandbox);
});
