import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { computePaymentAmountAndDelay } from '../../../src/protocol/compute-payment-amount-and-delay.js';
import { recordVisibleTime } from '../../../src/provider/payments/accrual/visible-time.js';
import { markCreated } from '../../../src/provider/payments/intents/intent-state.js';
import { toPaymentMessage } from '../../../src/provider/payments/delivery/payment-message.js';
import { toPayer } from '../../../src/provider/core/payer.js';
import { planDuePayment } from '../../support/provider/plan-due-payment.js';
import { reserveIntent } from '../../../src/provider/payments/intents/reserve-intent.js';
import { MAX_AMOUNT } from '../../../src/protocol/amount.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';
import { ON_POSTGRES } from '../../support/postgres/test-database.js';

const { services, clock, close, connect, read, timeOf } = await openProviderDatabase({
  wait: 24 * 3_600_000,
});
after(close);

const HOUR_MS = 3_600_000n;
const RUN_COUNT = Number(process.env['RUNS'] ?? (ON_POSTGRES ? 50 : 500));
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

test('at any scale, rate and minimum amount debits stay within budget and rate, and events show the wallet’s amounts', async () => {
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
        const plan = await planDuePayment(services, stored, receiver, time).catch(() => undefined);
        if (plan?.due !== true) {
          await recordVisibleTime(services, stored, time);
          continue;
        }
        const intent = await reserveIntent(services, stored, {
          ...{ kind: 'streamed', sessionId: session.id, amount: plan.amount },
          quote: { id: `${count} ${index}`, expiresAt: 0n, receiveAmount },
          time,
        });
        assert.ok(intent);
        const reported = toPaymentMessage(toPayer(stored), session, intent, 0);
        const { value, assetCode, assetScale } = receiveAmount;
        assert.deepEqual(reported.receiveAmount, { value: `${value}`, assetCode, assetScale });
        assert.deepEqual(reported.debitAmount, {
          value: `${plan.amount}`,
          assetCode: 'USD',
          assetScale: scale,
        });
        await markCreated(services, intent, { id: intent.id, delivered: true });
        debited += plan.amount;
      }
      const { spent, reserved } = await read(connection);
      assert.deepEqual([spent, reserved], [debited, 0n]);
      assert.ok(debited <= budget, `${debited} of ${budget}`);
      assert.ok(debited * HOUR_MS <= rate * (passed + 60_000n), `${debited} in ${passed} ms`);
    }),
    { numRuns: RUN_COUNT },
  );
});
