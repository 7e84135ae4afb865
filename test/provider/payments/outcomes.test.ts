import assert from 'node:assert/strict';
import { test } from 'node:test';
import pino from 'pino';
import { withAccessToken } from '../../../src/provider/consent/with-access-token.js';
import { payerOf, readConnection } from '../../../src/provider/payments/payer.js';
import { openPayingPage, play, playHonest, type PayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

/** What is logged as an error. */
const alerts: string[] = [];
const { sandbox, services, advance } = await openSandboxWithServices({
  logger: pino({ level: 'error' }, { write: (line: string) => void alerts.push(line) }),
  // Ten dollars every two seconds, so that half of a payment is an amount.
  allowance: { ratePerHour: '18000.00', budget: '10000.00', period: 'P1M' },
  repeat: () => () => undefined,
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;

/** What the wallet says that the grant has spent. */
async function spentAtWallet({ connection }: PayingPage): Promise<bigint> {
  const url = new URL('/op', sandbox.directory.wallets.visitor).href;
  const payer = payerOf(await readConnection(services.database, connection));
  const spent = await withAccessToken(services, payer, (accessToken) =>
    services.client.outgoingPayment.getGrantSpentAmounts({ url, accessToken }),
  );
  return BigInt(spent.spentDebitAmount?.value ?? '0');
}

test('each way in which the visitor’s wallet refuses has a code of its own', async () => {
  for (const [name, codes] of Object.entries({
    // What was due when the wallet refused has to accrue anew.
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
    assert.equal(alerts.length, name === 'key-revoked' ? 2 : 0, 'one line for the operator at each try');
    assert.equal((await page.read()).state, name === 'out-of-balance' ? 'out-of-funds' : 'active');
    assert.equal(await spentAtWallet(page), await page.spent(), name);
  }
});

test('whatever becomes of a payment after its 201, provider and wallet count the same', async () => {
  const left = { 'settle-fails': 0n, partial: 500n, 'settles-never': 1000n };
  for (const [name, spent] of Object.entries(left)) {
    const page = await openPayingPage(sandbox);
    const [tick, other] = [await page.open(at(name)), await page.open(at('key-revoked'))];
    assert.equal((await tick()).body.debitAmount.value, '1000');
    assert.equal(await page.spent(), 1000n, 'counted until the wallet says otherwise');
    await advance(31);
    assert.equal((await other()).body.code, 'key-revoked');
    assert.equal(await page.spent(), spent, name);
    assert.equal(await spentAtWallet(page), spent, name);
    await advance(11 * 60);
    await page.read();
    await (
      await page.open(at('key-revoked'))
    )();
    assert.equal(await page.spent(), spent, 'stuck is counted as spent');
  }
});

for (const double of ['partial', 'fail-later']) {
  test(`${double}: what was not sent is given back, as the wallet gives it back to the grant`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open(at('ok'));
    await play(sandbox, double);
    assert.equal((await tick()).status, 201);
    await advance(31);
    const other = await page.open(at('key-revoked'));
    await other();
    assert.equal(await page.spent(), double === 'partial' ? 500n : 0n);
    assert.equal(await spentAtWallet(page), await page.spent());
  });
}

test('the budget is not called spent while a payment that failed may give some of it back', async () => {
  const page = await openPayingPage(sandbox);
  const [tick, failing] = [await page.open(at('ok')), await page.open(at('settle-fails'))];
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ budget: 1500n }).where('id', '=', page.connection).execute(),
  );
  assert.equal((await failing()).status, 201);
  assert.deepEqual([(await page.read()).state, await page.spent()], ['active', 1000n]);
  await advance(2);
  assert.equal((await tick()).status, 201, 'two seconds later the first one has come back');
  assert.deepEqual([(await page.read()).state, await page.spent()], ['active', 1000n]);
  await advance(2);
  assert.equal((await tick()).body.code, 'budget-spent', 'what has arrived does not come back');
  assert.deepEqual([(await page.read()).state, await page.spent()], ['out-of-funds', 1000n]);
});

test('a grant that was revoked at the wallet ends the connection with the next tick', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('ok'));
  assert.equal((await tick()).status, 201);
  await advance(2);
  await play(sandbox, 'expired-token', {});
  assert.equal((await tick()).body.code, 'connection-not-active');
  await playHonest(sandbox);
  assert.equal((await page.read()).state, 'reconnect');
  const before = (await readVisitorsPayments(sandbox)).length;
  await advance(2);
  assert.equal((await tick()).body.code, 'connection-not-active');
  assert.equal((await readVisitorsPayments(sandbox)).length, before);
});
