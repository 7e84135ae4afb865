import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import pino from 'pino';
import { openDatabase } from '../../src/database/open-database.js';
import { migrations } from '../../src/provider/migrations/migrations.js';
import {
  markCreated,
  markSettled,
  markSubmitting,
  releaseIntent,
} from '../../src/provider/payments/intent-transitions.js';
import { planPayment } from '../../src/provider/payments/plan-payment.js';
import { readRenewedConnection } from '../../src/provider/payments/read-renewed-connection.js';
import { RelayProblem } from '../../src/provider/problem.js';
import type { Services } from '../../src/provider/services.js';
import type { ProviderSchema } from '../../src/provider/schema.js';
import { testDatabase } from '../support/test-database.js';

const START = Date.parse('2026-01-31T00:00:00Z');
const MONTH_LATER = Date.parse('2026-02-28T00:00:00Z');
const TWO_MONTHS_LATER = Date.parse('2026-03-31T00:00:00Z');

const {
  committed: database,
  write,
  close,
} = await openDatabase<ProviderSchema>(await testDatabase(), migrations);
after(close);
let now = START;
const log = pino({ level: 'silent' });
const services = { database, write, log, now: () => now, minPaymentDelay: 2000 } as unknown as Services;

test('the budget is spent to its last unit and not beyond, and renews with the calendar', async () => {
  const { session, connection } = await connect('three', { budget: 3n });
  for (let paid = 0; paid < 3; paid += 1) await pay(session);
  now += 2000;
  await assert.rejects(planPayment(services, session), (error) => {
    assert.ok(error instanceof RelayProblem);
    assert.equal(error.code, 'budget-spent');
    assert.equal(error.retryAfter, 3600);
    return true;
  });
  assert.deepEqual(await read(connection), { state: 'out-of-funds', spent: 3n, reserved: 0n });

  now = MONTH_LATER - 1;
  await assert.rejects(planPayment(services, session), RelayProblem);
  now = MONTH_LATER;
  await pay(session);
  assert.deepEqual(await read(connection), { state: 'active', spent: 1n, reserved: 0n });

  now = TWO_MONTHS_LATER - 2001;
  await pay(session);
  assert.equal((await read(connection)).spent, 2n, 'the 31st, not the 28th, ends the second month');
  now = TWO_MONTHS_LATER;
  await pay(session);
  assert.equal((await read(connection)).spent, 1n);
});

test('who asks after the interval’s end, without ever ticking, reads a renewed budget', async () => {
  const { session, connection } = await connect('asks', { budget: 1n });
  await pay(session);
  now += 2000;
  await assert.rejects(planPayment(services, session), { code: 'budget-spent' });
  now = MONTH_LATER;
  const caller = { sessionKey: 'asks', siteOrigin: 'https://site.example' };
  const { state, spent } = await readRenewedConnection(services, connection, caller);
  assert.deepEqual({ state, spent }, { state: 'active', spent: 0n });
});

test('a payment that the wallet made although its intent was given up is counted', async () => {
  const { session, connection } = await connect('counted', { budget: 10n });
  const plan = await planPayment(services, session);
  assert.ok(plan.due);
  const intent = await markSubmitting(write, plan.intent, { id: 'q', expiresAt: 0n });
  await releaseIntent(write, intent);
  await markCreated(services, intent, 'payment of counted');
  await markCreated(services, intent, 'payment of counted');
  assert.deepEqual(await read(connection), { state: 'active', spent: 1n, reserved: 0n });
});

test('however many tick at once, one intent is planned', async () => {
  const { session } = await connect('crowd', { budget: 100n });
  const plans = await Promise.all(Array.from({ length: 50 }, () => planPayment(services, session)));
  assert.equal(plans.filter(({ due }) => due).length, 1);
});

test('a long absence owes one payment, not all that would have accrued', async () => {
  const { session, connection } = await connect('absent', { budget: 100n });
  await pay(session);
  now += 7 * 86_400_000;
  await pay(session);
  assert.equal((await planPayment(services, session)).due, false);
  assert.equal((await read(connection)).spent, 2n);
});

test('a clock that is set back delays the next payment by no more than one delay', async () => {
  const { session } = await connect('clock', { budget: 100n });
  await pay(session);
  now -= 3_600_000;
  const plan = await planPayment(services, session);
  assert.deepEqual(plan, { due: false, next: 2000 });
});

test('a released intent gives its reservation back; one that was never asked for gives its time back, too', async () => {
  const { session, connection } = await connect('released', { budget: 1n });
  const first = await planPayment(services, session);
  assert.ok(first.due);
  assert.equal((await read(connection)).reserved, 1n);
  await releaseIntent(write, first.intent, first.paidAtBefore);
  assert.deepEqual(await read(connection), { state: 'active', spent: 0n, reserved: 0n });
  const second = await planPayment(services, session);
  assert.ok(second.due, 'due again at once');
  await releaseIntent(write, second.intent);
  assert.equal(
    (await planPayment(services, session)).due,
    false,
    'the wallet was asked: this interval is over',
  );
});

test('a payment that fails after its 201 goes back to the budget once', async () => {
  const { session, connection } = await connect('refund', { budget: 10n });
  const intent = await pay(session);
  assert.equal((await read(connection)).spent, 1n);
  await markSettled(write, [{ intent, sent: 0n, state: 'failed' }]);
  await markSettled(write, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await read(connection)).spent, 0n);
});

test('a refund of last month is not taken from this month', async () => {
  const { session, connection } = await connect('late-refund', { budget: 10n });
  const intent = await pay(session);
  now = Math.max(now, TWO_MONTHS_LATER) + 40 * 86_400_000;
  await pay(session);
  await markSettled(write, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await read(connection)).spent, 1n);
});

test('an intent that was given up while its quote was asked for is not paid any more', async () => {
  const { session, connection } = await connect('given-up', { budget: 10n });
  const plan = await planPayment(services, session);
  assert.ok(plan.due);
  await releaseIntent(write, plan.intent);
  await assert.rejects(markSubmitting(write, plan.intent, { id: 'late quote', expiresAt: 0n }), {
    code: 'payment-pending',
  });
  assert.deepEqual(await read(connection), { state: 'active', spent: 0n, reserved: 0n });
});

test('paused, revoked, reconnect and new connections pay nothing', async () => {
  for (const state of ['paused', 'revoked', 'reconnect', 'new'] as const) {
    const { session } = await connect(state, { budget: 10n, state });
    await assert.rejects(planPayment(services, session), { code: 'connection-not-active' });
  }
});

async function pay(session: Parameters<typeof planPayment>[1]) {
  now += 2000;
  const plan = await planPayment(services, session);
  assert.ok(plan.due);
  const intent = await markSubmitting(write, plan.intent, { id: plan.intent.id, expiresAt: 0n });
  await markCreated(services, intent, `payment of ${intent.id}`);
  return { ...intent, state: 'created' as const };
}

async function read(id: string) {
  return database
    .selectFrom('connection')
    .select(['state', 'spent', 'reserved'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

async function connect(
  id: string,
  { budget, state = 'active' as const }: { budget: bigint; state?: ProviderSchema['connection']['state'] },
) {
  now = START;
  await write((transaction) =>
    transaction
      .insertInto('connection')
      .values({
        id,
        session_key: id,
        origin: 'https://site.example',
        state,
        created_at: BigInt(now),
        wallet_address: 'https://v.example/v',
        resource_server: 'https://v.example',
        asset_code: 'USD',
        asset_scale: 2n,
        budget,
        rate: 1800n,
        interval: `R/${new Date(START).toISOString()}/P1M`,
        interval_start: BigInt(START),
        interval_end: BigInt(MONTH_LATER),
      })
      .execute(),
  );
  const session = await write((transaction) =>
    transaction
      .insertInto('session')
      .values({
        ...{
          id,
          connection_id: id,
          wallet_address: 'https://w.example/a',
          incoming_payment: 'https://w.example/i',
        },
        ...{ created_at: BigInt(now), expires_at: BigInt(now), closed_at: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow(),
  );
  return { connection: id, session };
}
