import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import { withAccessToken } from '../../../src/provider/wallet-grants/with-access-token.js';
import { toPayer, readConnection } from '../../../src/provider/core/payer.js';
import {
  openPayingPage,
  injectWalletFault,
  clearWalletFaults,
  type PayingPage,
} from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { readVisitorsPayments } from '../../support/wallets/official-client.js';

/** Logged errors. */
const alerts: string[] = [];
const { sandbox, services, advance } = await openSandboxWithServices({
  logger: pino({ level: 'error' }, { write: (line: string) => void alerts.push(line) }),
  // Ten dollars every two seconds, so that a payment can be sent in part.
  allowance: { ratePerHour: '18000.00', budget: '10000.00', period: 'P1M' },
  repeat: () => () => undefined,
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;

/** The amount that the wallet reports as spent from the grant. */
async function spentAtWallet({ connection }: PayingPage): Promise<bigint> {
  const url = new URL('/op', sandbox.directory.wallets.visitor).href;
  const payer = toPayer(await readConnection(services.database, connection));
  const spent = await withAccessToken(services, payer, (accessToken) =>
    services.client.outgoingPayment.getGrantSpentAmounts({ url, accessToken }),
  );
  return BigInt(spent.spentDebitAmount?.value ?? '0');
}

test('each kind of rejection by the visitor’s wallet has its own code', async () => {
  for (const [name, codes] of Object.entries({
    // After a rejection the due amount must accrue again.
    'key-revoked': ['key-revoked', 'nothing due', 'key-revoked'],
    'insufficient-grant': ['insufficient-grant'],
    'out-of-balance': ['paid', 'paid', 'paid', 'budget-spent', 'budget-spent'],
    'token-expired': ['paid', 'paid'],
    flaky: ['payer-unreachable', 'nothing due', 'payer-unreachable', 'paid'],
  })) {
    const page = await openPayingPage(sandbox);
    const tick = await page.open(at(name));
    alerts.length = 0;
    const seen: string[] = [];
    for (const _ of codes) {
      const { status, body } = await tick();
      seen.push(status === 201 ? 'paid' : (body.code ?? 'nothing due'));
      await advance(2);
    }
    assert.deepEqual(seen, codes, name);
    assert.equal(alerts.length, name === 'key-revoked' ? 2 : 0, 'one log line per try');
    assert.equal((await page.read()).state, name === 'out-of-balance' ? 'out-of-funds' : 'active');
    assert.equal(await spentAtWallet(page), await page.spent(), name);
  }
});

test('provider and wallet count the same amount, whatever happens to a payment after its 201', async () => {
  const left = { 'settle-fails': 0n, partial: 500n, 'settles-never': 1000n };
  for (const [name, spent] of Object.entries(left)) {
    const page = await openPayingPage(sandbox);
    const [tick, other] = [await page.open(at(name)), await page.open(at('key-revoked'))];
    assert.equal((await tick()).body.debitAmount.value, '1000');
    assert.equal(await page.spent(), 1000n, 'counted until the wallet reports a failure');
    await advance(31);
    assert.equal((await other()).body.code, 'key-revoked');
    assert.equal(await page.spent(), spent, name);
    assert.equal(await spentAtWallet(page), spent, name);
    await advance(11 * 60);
    await page.read();
    await (
      await page.open(at('key-revoked'))
    )();
    assert.equal(await page.spent(), spent, 'a stuck payment counts as spent');
  }
});

for (const fault of ['partial', 'fail-settlement']) {
  test(`${fault}: the unsent amount is refunded to the budget, as the wallet refunds it to the grant`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open(at('ok'));
    await injectWalletFault(sandbox, fault);
    assert.equal((await tick()).status, 201);
    await advance(31);
    const other = await page.open(at('key-revoked'));
    await other();
    assert.equal(await page.spent(), fault === 'partial' ? 500n : 0n);
    assert.equal(await spentAtWallet(page), await page.spent());
  });
}

test('the budget is not spent while a failed payment may be refunded', async () => {
  const page = await openPayingPage(sandbox);
  const [tick, failing] = [await page.open(at('ok')), await page.open(at('settle-fails'))];
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ budget: 1500n }).where('id', '=', page.connection).execute(),
  );
  assert.equal((await failing()).status, 201);
  assert.deepEqual([(await page.read()).state, await page.spent()], ['active', 1000n]);
  await advance(2);
  assert.equal((await tick()).status, 201, 'after two seconds the first payment is refunded');
  assert.deepEqual([(await page.read()).state, await page.spent()], ['active', 1000n]);
  await advance(2);
  assert.equal((await tick()).body.code, 'budget-spent', 'a completed payment is not refunded');
  assert.deepEqual([(await page.read()).state, await page.spent()], ['out-of-funds', 1000n]);
});

test('the next tick detects a grant that was revoked at the wallet, and ends the connection', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  assert.equal((await tick()).status, 201);
  await advance(2);
  await injectWalletFault(sandbox, 'expired-token', {});
  assert.equal((await tick()).body.code, 'connection-not-active');
  await clearWalletFaults(sandbox);
  assert.equal((await page.read()).state, 'reconnect');
  const before = (await readVisitorsPayments(sandbox)).length;
  await advance(2);
  assert.equal((await tick()).body.code, 'connection-not-active');
  assert.equal((await readVisitorsPayments(sandbox)).length, before);
});
