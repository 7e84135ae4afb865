import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { acquireIntentLease } from '../../../src/provider/payments/intents/intent-lease.js';
import {
  markCreated,
  markSettled,
  releaseReservation,
} from '../../../src/provider/payments/intents/intent-state.js';
import { renewConnection } from '../../../src/provider/budget/renew-connection.js';
import { findConnection } from '../../../src/provider/core/connections.js';
import { reserveIntent } from '../../../src/provider/payments/intents/reserve-intent.js';
import { RelayProblem } from '../../../src/provider/core/relay-problem.js';
import { MONTH_LATER, openProviderDatabase, sampleQuote } from '../../support/provider/provider-database.js';

const TWO_MONTHS_LATER = Date.parse('2026-03-31T00:00:00Z');
const { services, clock, close, balance, read, plan, submit, pay, connect } = await openProviderDatabase();
after(close);

test('the budget is spent to its last unit, not exceeded, and renews monthly', async () => {
  const { session, connection } = await connect('three', { budget: 3n });
  for (let paid = 0; paid < 3; paid += 1) await pay(session);
  clock.now += 2000;
  await assert.rejects(plan(session), (error) => {
    assert.ok(error instanceof RelayProblem);
    assert.equal(error.code, 'budget-spent');
    assert.equal(error.retryAfter, 3600);
    return true;
  });
  assert.deepEqual(await balance(connection), { state: 'out-of-funds', spent: 3n, reserved: 0n });

  clock.now = MONTH_LATER - 1;
  await assert.rejects(plan(session), RelayProblem);
  clock.now = MONTH_LATER;
  await pay(session);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 1n, reserved: 0n });

  clock.now = TWO_MONTHS_LATER - 2001;
  await pay(session);
  assert.equal((await balance(connection)).spent, 2n, 'the second month ends on the 31st, not on the 28th');
  clock.now = TWO_MONTHS_LATER;
  await pay(session);
  assert.equal((await balance(connection)).spent, 1n);
});

test('a connection read after the interval’s end shows the renewed budget, without a tick', async () => {
  const { session, connection } = await connect('asks', { budget: 1n });
  await pay(session);
  clock.now += 2000;
  await assert.rejects(plan(session), { code: 'budget-spent' });
  clock.now = MONTH_LATER;
  const caller = { sessionKey: 'asks', siteOrigin: 'https://site.example' };
  const stored = await findConnection(services, connection, caller);
  const { state, spent } = await renewConnection(services, stored);
  assert.deepEqual({ state, spent }, { state: 'active', spent: 0n });
});

test('a payment that the wallet made for a failed intent is counted', async () => {
  const { session, connection } = await connect('counted', { budget: 10n });
  const intent = await submit(session);
  assert.ok(intent);
  await releaseReservation(services, intent);
  await markCreated(services, intent, { id: 'payment of counted', delivered: true });
  await markCreated(services, intent, { id: 'payment of counted', delivered: true });
  assert.deepEqual(await balance(connection), { state: 'active', spent: 1n, reserved: 0n });
});

test('any number of simultaneous ticks submit one payment', async () => {
  const { session } = await connect('crowd', { budget: 100n });
  const intents = await Promise.all(
    Array.from({ length: 50 }, (_, index) => submit(session, `crowd ${index}`)),
  );
  assert.equal(intents.filter(Boolean).length, 1);
});

test('after a long absence one payment is due, not all that would have accrued', async () => {
  const { session, connection } = await connect('absent', { budget: 100n });
  await pay(session);
  clock.now += 7 * 86_400_000;
  await pay(session);
  assert.equal((await plan(session)).due, false);
  assert.equal((await balance(connection)).spent, 2n);
});

test('a clock change of an hour causes no payment and costs one waiting period', async () => {
  const { session } = await connect('clock', { budget: 100n });
  await pay(session);
  clock.now -= 3_600_000;
  assert.deepEqual(await plan(session), { due: false, next: 2000 });
  assert.equal(await submit(session), undefined);
  await pay(session);
  clock.now += 3_600_000;
  assert.ok(await submit(session));
  assert.equal((await plan(session)).due, false);
});

test('a released reservation is free again, but its accrued time is lost, because the wallet received the request', async () => {
  const { session, connection } = await connect('released', { budget: 1n });
  const intent = await submit(session);
  assert.ok(intent);
  assert.equal((await balance(connection)).reserved, 1n);
  await releaseReservation(services, intent);
  await releaseReservation(services, intent);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 0n });
  assert.equal((await plan(session)).due, false);
});

test('a payment that fails after its 201 is refunded to the budget once', async () => {
  const { session, connection } = await connect('refund', { budget: 10n });
  const intent = await pay(session);
  assert.equal((await balance(connection)).spent, 1n);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await balance(connection)).spent, 0n);
});

test('a refund of last month does not change this month’s budget', async () => {
  const { session, connection } = await connect('late-refund', { budget: 10n });
  const intent = await pay(session);
  clock.now = Math.max(clock.now, TWO_MONTHS_LATER) + 40 * 86_400_000;
  await pay(session);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await balance(connection)).spent, 1n);
});

test('a change during the quote request is respected: no payment is submitted with outdated state', async () => {
  const changes = [
    { state: 'revoked' },
    { state: 'paused' },
    { rate: 3600n },
    { paid_at: 5n },
    { grant_id: 'another' },
    { interval_start: 1n },
    { spent: 10n },
  ] as const;
  for (const change of changes) {
    const name = Object.entries(change).join(' ');
    const { session, connection } = await connect(name, { budget: 10n });
    const before = await read(connection);
    await services.write((transaction) =>
      transaction.updateTable('connection').set(change).where('id', '=', connection).execute(),
    );
    const payment = {
      kind: 'streamed' as const,
      sessionId: session.id,
      amount: 1n,
      quote: sampleQuote(name),
    };
    assert.equal(await reserveIntent(services, before, payment), undefined, name);
    assert.equal((await balance(connection)).reserved, 0n);
  }
});

test('paused, revoked, reconnect and new connections pay nothing', async () => {
  for (const state of ['paused', 'revoked', 'reconnect', 'new'] as const) {
    const { session } = await connect(state, { budget: 10n, state });
    await assert.rejects(plan(session), { code: 'connection-not-active' });
  }
});

test('a node with an expired lease does not release a reservation that another node may be paying', async () => {
  const { session, connection } = await connect('slept', { budget: 3n });
  clock.now += 2000;
  const intent = await submit(session);
  assert.ok(intent);
  clock.now += 31_000;
  const claimed = await acquireIntentLease(services, intent);
  assert.ok(claimed);
  assert.equal(await releaseReservation(services, intent), false);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 1n });
  assert.equal(await releaseReservation(services, claimed), true);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 0n });
});
