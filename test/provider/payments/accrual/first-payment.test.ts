import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { planDuePayment } from '../../../support/provider/plan-due-payment.js';
import {
  recordVisibleTime,
  computeVisibleTime,
} from '../../../../src/provider/payments/accrual/visible-time.js';
import { markCreated } from '../../../../src/provider/payments/intents/intent-state.js';
import { reserveIntent } from '../../../../src/provider/payments/intents/reserve-intent.js';
import type { StoredSession } from '../../../../src/provider/core/sessions.js';
import { openProviderDatabase, sampleQuote } from '../../../support/provider/provider-database.js';

const { services, clock, close, connect, read } = await openProviderDatabase();
after(close);

test('the next page of a known visitor is paid immediately, and its second payment waits for the accrual of both', async () => {
  const { session } = await connect('next page', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid', 'the first page');
  clock.now += 10_000;
  const page = open();
  assert.equal(await page.tick(), 'paid', 'the earlier page was not visible');
  assert.equal(await page.tick(2_000), 2_000);
  assert.equal(await page.tick(2_000), 'paid');
  assert.equal(await page.tick(2_000), 'paid');
});

test('a page is paid in advance only if nothing is owed, and not faster than the rate', async () => {
  const { session, connection } = await connect('pages in a row', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid');
  clock.now += 1_000;
  assert.equal(await open().tick(), 2_000, 'one second after the last payment');
  clock.now += 1_000;
  assert.equal(await open().tick(), 'paid', 'two seconds after it');
  for (let pages = 0; pages < 20; pages += 1) {
    clock.now += 3_600_000;
    assert.equal(await open().tick(), 4_000, 'the advance payment is owed');
  }
  assert.equal((await read(connection)).reserved + (await read(connection)).spent, 2n);
});

test('pages that open at the same time are paid in advance once', async () => {
  const { session, connection } = await connect('at once', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid');
  clock.now += 10_000;
  const outcomes = await Promise.all([open().tick(), open().tick(), open().tick()]);
  assert.deepEqual(outcomes.filter((outcome) => outcome === 'paid').length, 1);
  assert.equal((await read(connection)).spent, 2n);
});

test('an amount of more than a minute of the rate is not paid in advance', async () => {
  const { session } = await connect('a dear unit', { budget: 1000n });
  assert.equal(await pageOf(session)().tick(), 'paid');
  const open = pageOf({ ...session, min_send_amount: 30n });
  clock.now += 3_600_000;
  assert.equal(await open().tick(), 60_000, 'the consent started with 2 of the 60 seconds');
  const cheaper = pageOf({ ...session, min_send_amount: 2n });
  assert.equal(await cheaper().tick(), 'paid');
});

let quotes = 0;

/** Pages with one link. A tick returns `paid`, or how long to wait in milliseconds. */
function pageOf(session: StoredSession) {
  return () => {
    let mark: { at: number; wait: number } | null = null;
    return {
      async tick(after = 0): Promise<'paid' | number | 'another was faster'> {
        clock.now += after;
        const connection = await read(session.connection_id);
        const time = computeVisibleTime(mark, clock.now);
        const plan = await planDuePayment(services, connection, session, time);
        mark = { at: clock.now, wait: plan.next };
        if (!plan.due) {
          await recordVisibleTime(services, connection, time);
          return plan.next;
        }
        const quote = sampleQuote(`quote ${(quotes += 1)}`);
        const payment = { sessionId: session.id, amount: plan.amount, quote, time };
        const intent = await reserveIntent(services, connection, { kind: 'streamed', ...payment });
        if (!intent) return 'another was faster';
        await markCreated(services, intent, { id: `payment ${intent.id}`, delivered: true });
        return 'paid';
      },
    };
  };
}
