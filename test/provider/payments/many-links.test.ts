import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { countTime } from '../../../src/provider/payments/accrual/time-looked-at.js';
import { markCreated } from '../../../src/provider/payments/intent-transitions.js';
import { planPayment } from '../../../src/provider/payments/plan-payment.js';
import { submitIntent } from '../../../src/provider/payments/submit-intent.js';
import type { StoredSession } from '../../../src/provider/sessions.js';
import { openBooks, quoteOf } from '../../support/stored-connection.js';

const [TABS, LINKS] = [20, 50];
const SECONDS = 120;

const { services, clock, close, connect, read, timeOf } = await openBooks();
after(close);

/** The links of a page tick at the same moment: they read the same. */
async function tick(connection: string, sessions: StoredSession[]): Promise<void> {
  const stored = await read(connection);
  const time = timeOf({ connection_id: connection });
  const submit = async (session: StoredSession) => {
    const plan = await planPayment(services, stored, session, time);
    if (!plan.due) return countTime(services, stored, time);
    const payment = { kind: 'streamed' as const, sessionId: session.id, amount: plan.amount };
    const intent = await submitIntent(services, stored, { ...payment, quote: quoteOf(randomUUID()), time });
    if (intent) await markCreated(services, intent, { id: intent.id, told: true });
  };
  await Promise.all(sessions.map(submit));
}

test(`${TABS} tabs with ${LINKS} links each that reload each second spend in ${SECONDS} seconds what one link does`, async () => {
  const budget = 1_000_000n;
  const one = await connect('one', { budget });
  const crowd = await connect('crowd', { budget });
  for (let second = 0; second < SECONDS; second += 1) {
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
  assert.equal(alone, BigInt(SECONDS / 2));
  assert.ok(together >= alone - 1n && together <= alone + 1n, `${together} and ${alone}`);
});
