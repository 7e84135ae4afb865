import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { recordVisibleTime } from '../../../../src/provider/payments/accrual/visible-time.js';
import { markCreated } from '../../../../src/provider/payments/intents/intent-state.js';
import { planDuePayment } from '../../../support/provider/plan-due-payment.js';
import { reserveIntent } from '../../../../src/provider/payments/intents/reserve-intent.js';
import type { StoredSession } from '../../../../src/provider/core/sessions.js';
import { openProviderDatabase, sampleQuote } from '../../../support/provider/provider-database.js';

const [TABS, LINKS] = [20, 50];
const DURATION_S = 120;

const { services, clock, close, connect, read, timeOf } = await openProviderDatabase();
after(close);

/** The links of a page tick at the same time, so they read the same state. */
async function tick(connection: string, sessions: StoredSession[]): Promise<void> {
  const stored = await read(connection);
  const time = timeOf({ connection_id: connection });
  const submit = async (session: StoredSession) => {
    const plan = await planDuePayment(services, stored, session, time);
    if (!plan.due) return recordVisibleTime(services, stored, time);
    const payment = { kind: 'streamed' as const, sessionId: session.id, amount: plan.amount };
    const intent = await reserveIntent(services, stored, {
      ...payment,
      quote: sampleQuote(randomUUID()),
      time,
    });
    if (intent) await markCreated(services, intent, { id: intent.id, delivered: true });
  };
  await Promise.all(sessions.map(submit));
}

test(`${TABS} tabs with ${LINKS} links that reload every second spend as much in ${DURATION_S} seconds as one link`, async () => {
  const budget = 1_000_000n;
  const one = await connect('one', { budget });
  const crowd = await connect('crowd', { budget });
  for (let second = 0; second < DURATION_S; second += 1) {
    await tick(one.connection, [one.session]);
    const reloaded = Array.from({ length: TABS * LINKS }, () => ({ ...crowd.session, id: randomUUID() }));
    await services.write(async (transaction) => {
      await transaction.insertInto('session').values(reloaded).execute();
    });
    for (let tab = 0; tab < TABS; tab += 1)
      await tick(crowd.connection, reloaded.slice(tab * LINKS, (tab + 1) * LINKS));
    clock.now += 1_000;
  }
  const [alone, together] = [(await read(one.connection)).spent, (await read(crowd.connection)).spent];
  assert.equal(alone, BigInt(DURATION_S / 2));
  assert.ok(together >= alone - 1n && together <= alone + 1n, `${together} and ${alone}`);
});
