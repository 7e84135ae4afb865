import assert from 'node:assert/strict';
import { test } from 'node:test';
import { payOnce } from '../../../src/provider/payments/pay-once.js';
import { openPayingPage, play, type Tick } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

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

test('an extra amount is divided among the links of the open page, which hears of each part by its next ticks', async () => {
  const page = await openPayingPage(sandbox);
  const [first, second] = [await page.open(ok), await page.open(mxn)];
  assert.equal((await first()).status, 201);
  const { paid, left } = await payOnce(services, page.connection, 101n);
  assert.deepEqual(paid.map(({ amount }) => amount).sort(), [50n, 51n]);
  assert.equal(left, 0n);
  assert.equal(await page.spent(), 102n);

  const told = [await first(), await second()];
  assert.deepEqual(told.map(({ body }) => body.debitAmount.value).sort(), ['50', '51']);
  assert.equal(told[1]?.body.receiveAmount.assetCode, 'MXN');
  assert.deepEqual(
    [(await first()).status, (await second()).status],
    [202, 202],
    'each once, and the rate is as before',
  );
  const ids = (await readVisitorsPayments(sandbox)).map(({ metadata }) => metadata?.['wmIntent']);
  for (const { body } of told) assert.equal(ids.filter((id) => id === body.id).length, 1);
});

test('the same link in three tabs and after a reload gets it once', async () => {
  const page = await openPayingPage(sandbox);
  const tabs: Tick[] = [];
  for (let tab = 0; tab < 4; tab += 1) tabs.push(await page.open(tab === 3 ? alias : ok));
  const { paid } = await payOnce(services, page.connection, 10n);
  assert.equal(paid.length, 1);
  const answers = [];
  for (const tab of tabs) answers.push(await tab());
  assert.equal(answers.filter(({ body }) => body.debitAmount?.value === '10').length, 1);
});

test('a receiver that takes no less than two cents gets two or more, or nothing', async () => {
  const page = await openPayingPage(sandbox);
  await page.open(euro);
  await assert.rejects(payOnce(services, page.connection, 1n), { code: 'wallet-refused' });
  assert.equal(await page.spent(), 0n);
  assert.deepEqual((await payOnce(services, page.connection, 2n)).left, 0n);
  assert.equal(await page.spent(), 2n);
});

test('more than is left of the budget is refused, and so is an amount of nothing', async () => {
  const page = await openPayingPage(sandbox);
  await page.open();
  await assert.rejects(payOnce(services, page.connection, 301n), { code: 'budget-spent' });
  await assert.rejects(payOnce(services, page.connection, 0n), TypeError);
  await payOnce(services, page.connection, 300n);
  await assert.rejects(payOnce(services, page.connection, 1n), { code: 'budget-spent' });
  assert.equal(await page.spent(), 300n);
});

test('without an open page there is nobody to pay, and a revoked connection pays nothing', async () => {
  const page = await openPayingPage(sandbox);
  await assert.rejects(payOnce(services, page.connection, 5n), { code: 'no-open-page' });
  await page.open();
  await page.revoke();
  await assert.rejects(payOnce(services, page.connection, 5n), { code: 'connection-not-active' });
});

test('an answer that is lost is found by the page’s next tick and told once', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await play(sandbox, 'lost-201');
  await assert.rejects(payOnce(services, page.connection, 7n), { code: 'payer-unreachable' });
  const told = await tick();
  assert.equal(told.status, 201);
  assert.equal(told.body.debitAmount.value, '7');
  assert.equal(await page.spent(), 7n);
});

test('two at once are paid one after the other', async () => {
  const page = await openPayingPage(sandbox);
  await page.open();
  await Promise.all([payOnce(services, page.connection, 3n), payOnce(services, page.connection, 4n)]);
  assert.equal(await page.spent(), 7n);
});
