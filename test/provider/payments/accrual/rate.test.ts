import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import {
  markCreated,
  markSettled,
  releaseReservation,
} from '../../../../src/provider/payments/intents/intent-state.js';
import { openProviderDatabase } from '../../../support/provider/provider-database.js';
import { ON_POSTGRES } from '../../../support/postgres/test-database.js';

const { services, clock, close, connect, submit, read } = await openProviderDatabase();
after(close);

const HOUR_MS = 3_600_000n;
// A schedule needs up to six transactions for each of up to three tabs.
const RUN_COUNT = Number(process.env['RUNS'] ?? (ON_POSTGRES ? 100 : 1_000));
/**
 * Events, and the milliseconds before them. Clocks of other nodes, and changes of this clock, can go
 * backwards.
 */
const step = fc.record({
  wait: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
    { weight: 1, arbitrary: fc.constantFrom(3_600_000, -3_600_000) },
  ),
  tabs: fc.integer({ min: 1, max: 3 }),
  end: fc.constantFrom('created', 'released', 'failed later'),
});

test('no schedule of ticks and payment outcomes exceeds rate or budget', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 6 }), fc.bigInt(1n, 20n), async (steps, budget) => {
      count += 1;
      const { session, connection } = await connect(`schedule ${count}`, { budget });
      let paid = 0n;
      let passed = 0n;
      let setBack = 0n;
      for (const { wait, tabs, end } of steps) {
        clock.now += wait;
        if (wait > 0) passed += BigInt(wait);
        else if (wait < 0) setBack += 1n;
        const ticks = Array.from({ length: tabs }, (_, tab) =>
          submit(session, `${count} ${clock.now} ${tab}`).catch(() => undefined),
        );
        const [intent, ...others] = (await Promise.all(ticks)).filter((one) => one !== undefined);
        assert.equal(others.length, 0);
        if (!intent) continue;
        if (end === 'released') await releaseReservation(services, intent);
        else await markCreated(services, intent, { id: intent.id, delivered: true });
        if (end === 'created') paid += intent.debit_amount;
        if (end === 'failed later') {
          const failed = {
            intent: { ...intent, state: 'created' as const },
            sent: 0n,
            state: 'failed' as const,
          };
          await markSettled(services, [failed, failed]);
        }
      }
      const { spent, reserved, rate } = await read(connection);
      assert.equal(spent, paid);
      assert.equal(reserved, 0n);
      assert.ok(spent <= budget);
      // One payment for the start, and one for each backward clock change.
      assert.ok(spent <= (rate * passed) / HOUR_MS + 1n + setBack, `${spent} in ${passed} ms`);
    }),
    { numRuns: RUN_COUNT },
  );
});
