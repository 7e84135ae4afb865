import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payOneTime } from '../../../../src/provider/payments/one-time/pay-one-time.js';
import { openPayingPage, injectWalletFault, type Tick } from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';
import { readVisitorsPayments } from '../../../support/wallets/official-client.js';

const { sandbox, services } = await openSandboxWithServices({
  // A cent a minute, three dollars a month.
  allowance: { ratePerHour: '0.60', budget: '3.00', period: 'P1M' },
  repeat: () => () => undefined,
});
const {
  ok,
  alias,
  mxn,
  'non-positive': euro,
} = sandbox.directory.testWalletAddresses as Record<string, string>;

test('an extra amount is split between the links of the open page, which receives each part on its next ticks', async () => {
  const page = await openPayingPage(sandbox);
  const [first, second] = [await page.open(ok), await page.open(mxn)];
  assert.equal((await first()).status, 201);
  const { paid, unpaidAmount } = await payOneTime(services, page.connection, 101n);
  assert.deepEqual(paid.map(({ amount }) => amount).sort(), [50n, 51n]);
  assert.equal(unpaidAmount, 0n);
  assert.equal(await page.spent(), 102n);

  const reported = [await first(), await second()];
  assert.deepEqual(reported.map(({ body }) => body.debitAmount.value).sort(), ['50', '51']);
  assert.equal(reported[1]?.body.receiveAmount.assetCode, 'MXN');
  assert.deepEqual(
    [(await first()).status, (await second()).status],
    [202, 202],
    'delivered once, without a change of the rate',
  );
  const ids = (await readVisitorsPayments(sandbox)).map(({ metadata }) => metadata?.['wmIntent']);
  for (const { body } of reported) assert.equal(ids.filter((id) => id === body.id).length, 1);
});

test('a link that is open in several tabs is paid once', async () => {
  const page = await openPayingPage(sandbox);
  const tabs: Tick[] = [];
  for (let tab = 0; tab < 4; tab += 1) tabs.push(await page.open(tab === 3 ? alias : ok));
  const { paid } = await payOneTime(services, page.connection, 10n);
  assert.equal(paid.length, 1);
  const answers = [];
  for (const tab of tabs) answers.push(await tab());
  assert.equal(answers.filter(({ body }) => body.debitAmount?.value === '10').length, 1);
});

test('a receiver with a minimum of two cents gets at least two cents, or nothing', async () => {
  const page = await openPayingPage(sandbox);
  await page.open(euro);
  await assert.rejects(payOneTime(services, page.connection, 1n), { code: 'wallet-refused' });
  assert.equal(await page.spent(), 0n);
  assert.deepEqual((await payOneTime(services, page.connection, 2n)).unpaidAmount, 0n);
  assert.equal(await page.spent(), 2n);
});

test('an amount of zero, or of more than the remaining budget, is rejected', async () => {
  const page = await openPayingPage(sandbox);
  await page.open();
  await assert.rejects(payOneTime(services, page.connection, 301n), { code: 'budget-spent' });
  await assert.rejects(payOneTime(services, page.connection, 0n), TypeError);
  await payOneTime(services, page.connection, 300n);
  await assert.rejects(payOneTime(services, page.connection, 1n), { code: 'budget-spent' });
  assert.equal(await page.spent(), 300n);
});

test('a connection without an open page, or a revoked one, pays nothing', async () => {
  const page = await openPayingPage(sandbox);
  await assert.rejects(payOneTime(services, page.connection, 5n), { code: 'no-open-page' });
  await page.open();
  await page.revoke();
  await assert.rejects(payOneTime(services, page.connection, 5n), { code: 'connection-not-active' });
});

test('a payment whose response is lost is found on the page’s next tick and delivered once', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await injectWalletFault(sandbox, 'drop-after-create');
  await assert.rejects(payOneTime(services, page.connection, 7n), { code: 'payer-unreachable' });
  const reported = await tick();
  assert.equal(reported.status, 201);
  assert.equal(reported.body.debitAmount.value, '7');
  assert.equal(await page.spent(), 7n);
});

test('two simultaneous payments are made one after the other', async () => {
  const page = await openPayingPage(sandbox);
  await page.open();
  await Promise.all([payOneTime(services, page.connection, 3n), payOneTime(services, page.connection, 4n)]);
  assert.equal(await page.spent(), 7n);
});
