import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { computePaymentAmountAndDelay } from '../../../src/protocol/accrual.js';
import { countTime } from '../../../src/provider/payments/accrual/time-looked-at.js';
import { markCreated } from '../../../src/provider/payments/intent-transitions.js';
import { toPaymentMessage } from '../../../src/provider/payments/payment-message.js';
import { payerOf } from '../../../src/provider/payments/payer.js';
import { planPayment } from '../../../src/provider/payments/plan-payment.js';
import { submitIntent } from '../../../src/provider/payments/submit-intent.js';
import { MAX_AMOUNT } from '../../../src/protocol/amount.js';
import { openBooks } from '../../support/stored-connection.js';
import { ON_POSTGRES } from '../../support/test-database.js';

const { services, clock, close, connect, read, timeOf } = await openBooks({ wait: 24 * 3_600_000 });
after(close);

const HOUR = 3_600_000n;
const RUNS = Number(process.env['RUNS'] ?? (ON_POSTGRES ? 50 : 500));
const scale = fc.constantFrom(0, 2, 9, 255);
const visit = fc.record({
  ...{
    scale,
    rate: fc.bigInt(0n, 10n ** 13n),
    least: fc.bigInt(1n, 10n ** 7n),
    budget: fc.bigInt(1n, 10n ** 8n),
  },
  receiveAmount: fc.record({
    value: fc.bigInt(1n, MAX_AMOUNT),
    assetCode: fc.constantFrom('USD', 'EUR', 'JPY'),
    assetScale: scale,
  }),
  /** Thousandths of the time in which one payment accrues. */
  waits: fc.array(fc.integer({ min: 0, max: 1_100 }), { maxLength: 8 }),
});

test('at any scale, rate and least amount no more is debited than budget and rate allow; what arrives is shown as the wallet said it', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(visit, async ({ scale, rate, least, budget, receiveAmount, waits }) => {
      count += 1;
      const { connection, session } = await connect(`visit ${count}`, { budget });
      await services.write((transaction) =>
        transaction
          .updateTable('connection')
          .set({ rate, asset_scale: BigInt(scale) })
          .where('id', '=', connection)
          .execute(),
      );
      let [debited, passed] = [0n, 0n];
      const { paymentDelay } = computePaymentAmountAndDelay(rate, least, services.minPaymentDelay);
      for (const [index, share] of waits.entries()) {
        const wait = Math.trunc((paymentDelay * share) / 1_000);
        clock.now += wait;
        passed += BigInt(wait);
        const stored = await read(connection);
        const time = timeOf({ connection_id: connection });
        const receiver = { min_send_amount: least };
        const plan = await planPayment(services, stored, receiver, time).catch(() => undefined);
        if (plan?.due !== true) {
          await countTime(services, stored, time);
          continue;
        }
        const intent = await submitIntent(services, stored, {
          ...{ kind: 'streamed', sessionId: session.id, amount: plan.amount },
          quote: { id: `${count} ${index}`, expiresAt: 0n, receiveAmount },
          time,
        });
        assert.ok(intent);
        const told = toPaymentMessage(payerOf(stored), session, intent, 0);
        const { value, assetCode, assetScale } = receiveAmount;
        assert.deepEqual(told.receiveAmount, { value: `${value}`, assetCode, assetScale });
        assert.deepEqual(told.debitAmount, { value: `${plan.amount}`, assetCode: 'USD', assetScale: scale });
        await markCreated(services, intent, { id: intent.id, told: true });
        debited += plan.amount;
      }
      const { spent, reserved } = await read(connection);
      assert.deepEqual([spent, reserved], [debited, 0n]);
      assert.ok(debited <= budget, `${debited} of ${budget}`);
      assert.ok(debited * HOUR <= rate * (passed + 60_000n), `${debited} in ${passed} ms`);
    }),
    { numRuns: RUNS },
  );
});
