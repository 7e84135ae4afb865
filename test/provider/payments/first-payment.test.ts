import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { planPayment } from '../../../src/provider/payments/plan-payment.js';
import { countTime, timeLookedAt } from '../../../src/provider/payments/accrual/time-looked-at.js';
import { markCreated } from '../../../src/provider/payments/intent-transitions.js';
import { submitIntent } from '../../../src/provider/payments/submit-intent.js';
import type { StoredSession } from '../../../src/provider/sessions.js';
import { openBooks, quoteOf } from '../../support/stored-connection.js';

const { services, clock, close, connect, read } = await openBooks();
after(close);

test('the next page of a known visitor is paid at once, and its second payment waits for what both accrue for', async () => {
  const { session } = await connect('next page', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid', 'the first page of all');
  clock.now += 10_000;
  const page = open();
  assert.equal(await page.tick(), 'paid', 'nobody looked at the page before');
  assert.equal(await page.tick(2_000), 2_000);
  assert.equal(await page.tick(2_000), 'paid');
  assert.equal(await page.tick(2_000), 'paid');
});

test('a page is paid ahead only while nothing is owed, and no sooner than the rate allows', async () => {
  const { session, connection } = await connect('pages in a row', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid');
  clock.now += 1_000;
  assert.equal(await open().tick(), 2_000, 'a second after the last payment');
  clock.now += 1_000;
  assert.equal(await open().tick(), 'paid', 'two seconds after it');
  for (let pages = 0; pages < 20; pages += 1) {
    clock.now += 3_600_000;
    assert.equal(await open().tick(), 4_000, 'what was paid ahead is owed');
  }
  assert.equal((await read(connection)).reserved + (await read(connection)).spent, 2n);
});

test('two pages that open at the same moment are paid ahead once', async () => {
  const { session, connection } = await connect('at once', { budget: 1000n });
  const open = pageOf(session);
  assert.equal(await open().tick(), 'paid');
  clock.now += 10_000;
  const outcomes = await Promise.all([open().tick(), open().tick(), open().tick()]);
  assert.deepEqual(outcomes.filter((outcome) => outcome === 'paid').length, 1);
  assert.equal((await read(connection)).spent, 2n);
});

test('nothing is paid ahead that would be more than a minute of the rate', async () => {
  const { session } = await connect('a dear unit', { budget: 1000n });
  assert.equal(await pageOf(session)().tick(), 'paid');
  const open = pageOf({ ...session, min_send_amount: 30n });
  clock.now += 3_600_000;
  assert.equal(await open().tick(), 60_000, 'two of 60 seconds were counted when the consent began');
  const cheaper = pageOf({ ...session, min_send_amount: 2n });
  assert.equal(await cheaper().tick(), 'paid');
});

/** Pages of one link. A tick answers `paid`, or how long (milliseconds) to wait. */
function pageOf(session: StoredSession) {
  return () => {
    let mark: { at: number; wait: number } | null = null;
    return {
      async tick(after = 0): Promise<'paid' | number | 'another was faster'> {
        clock.now += after;
        const connection = await read(session.connection_id);
        const time = timeLookedAt(mark, clock.now);
        const plan = await planPayment(services, connection, session, time);
        mark = { at: clock.now, wait: plan.next };
        if (!plan.due) {
          await countTime(services, connection, time);
          return plan.next;
        }
        const quote = quoteOf(`quote ${Math.random()}`);
        const payment = { sessionId: session.id, amount: plan.amount, quote, time };
        const intent = await submitIntent(services, connection, { kind: 'streamed', ...payment });
        if (!intent) return 'another was faster';
        await markCreated(services, intent, { id: `payment ${intent.id}`, told: true });
        return 'paid';
      },
    };
  };
}
