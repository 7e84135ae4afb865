import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openRecoveryRun, type RecoveryRun } from './runs/recovery-run.js';

const PAYMENT_COUNT = 10_000;

let run: RecoveryRun;
before(async () => {
  run = await openRecoveryRun(PAYMENT_COUNT);
});
after(() => run.environment.close());

/** `npm run bench recovery` limits the time. */
for (const step of ['before outgoingPayment.create', 'after outgoingPayment.create']) {
  test(`a visitor with ${PAYMENT_COUNT} payments receives the next event after a kill at "${step}"`, async (t) => {
    t.diagnostic(`${Math.round(await run.recover(step))} ms`);
  });
}

test('if payment ids differ from quote ids, the payment list is read up to the lost payment', async (t) => {
  await run.setFault('distinct-payment-ids', true);
  t.diagnostic(`${Math.round(await run.recover('after outgoingPayment.create'))} ms`);
  await run.setFault('distinct-payment-ids', false);
});

test('no payment is lost, and none is made twice', async () => {
  assert.deepEqual(await run.environment.findViolations(), []);
  const { wallet } = await run.environment.collectState();
  assert.ok(wallet.payments.length > PAYMENT_COUNT);
});
