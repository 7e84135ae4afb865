import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { claimIntent } from '../../../src/provider/payments/claim-intent.js';
import {
  markCreated,
  markSettled,
  releaseIntent,
} from '../../../src/provider/payments/intent-transitions.js';
import { readRenewedConnection } from '../../../src/provider/payments/read-renewed-connection.js';
import { submitIntent } from '../../../src/provider/payments/submit-intent.js';
import { RelayProblem } from '../../../src/provider/problem.js';
import { MONTH_LATER, openBooks, quoteOf } from '../../support/stored-connection.js';

const TWO_MONTHS_LATER = Date.parse('2026-03-31T00:00:00Z');
const { services, clock, close, balance, read, plan, submit, pay, connect } = await openBooks();
after(close);

test('the budget is spent to its last unit and not beyond, and renews with the calendar', async () => {
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
  assert.equal((await balance(connection)).spent, 2n, 'the 31st, not the 28th, ends the second month');
  clock.now = TWO_MONTHS_LATER;
  await pay(session);
  assert.equal((await balance(connection)).spent, 1n);
});

test('who asks after the interval’s end, without ever ticking, reads a renewed budget', async () => {
  const { session, connection } = await connect('asks', { budget: 1n });
  await pay(session);
  clock.now += 2000;
  await assert.rejects(plan(session), { code: 'budget-spent' });
  clock.now = MONTH_LATER;
  const caller = { sessionKey: 'asks', siteOrigin: 'https://site.example' };
  const { state, spent } = await readRenewedConnection(services, connection, caller);
  assert.deepEqual({ state, spent }, { state: 'active', spent: 0n });
});

test('a payment that the wallet made although its intent was given up is counted', async () => {
  const { session, connection } = await connect('counted', { budget: 10n });
  const intent = await submit(session);
  assert.ok(intent);
  await releaseIntent(services, intent);
  await markCreated(services, intent, { id: 'payment of counted', told: true });
  await markCreated(services, intent, { id: 'payment of counted', told: true });
  assert.deepEqual(await balance(connection), { state: 'active', spent: 1n, reserved: 0n });
});

test('however many tick at once, one payment is submitted', async () => {
  const { session } = await connect('crowd', { budget: 100n });
  const intents = await Promise.all(
    Array.from({ length: 50 }, (_, index) => submit(session, `crowd ${index}`)),
  );
  assert.equal(intents.filter(Boolean).length, 1);
});

test('a long absence owes one payment, not all that would have accrued', async () => {
  const { session, connection } = await connect('absent', { budget: 100n });
  await pay(session);
  clock.now += 7 * 86_400_000;
  await pay(session);
  assert.equal((await plan(session)).due, false);
  assert.equal((await balance(connection)).spent, 2n);
});

test('a clock that is set back or forward by an hour brings no payment, and costs one wait', async () => {
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

test('a released payment gives its reservation back, not its turn: the wallet was asked', async () => {
  const { session, connection } = await connect('released', { budget: 1n });
  const intent = await submit(session);
  assert.ok(intent);
  assert.equal((await balance(connection)).reserved, 1n);
  await releaseIntent(services, intent);
  await releaseIntent(services, intent);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 0n });
  assert.equal((await plan(session)).due, false);
});

test('a payment that fails after its 201 goes back to the budget once', async () => {
  const { session, connection } = await connect('refund', { budget: 10n });
  const intent = await pay(session);
  assert.equal((await balance(connection)).spent, 1n);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await balance(connection)).spent, 0n);
});

test('a refund of last month is not taken from this month', async () => {
  const { session, connection } = await connect('late-refund', { budget: 10n });
  const intent = await pay(session);
  clock.now = Math.max(clock.now, TWO_MONTHS_LATER) + 40 * 86_400_000;
  await pay(session);
  await markSettled(services, [{ intent, sent: 0n, state: 'failed' }]);
  assert.equal((await balance(connection)).spent, 1n);
});

test('what changed while the quote was asked for is heeded: nothing is submitted by an old state', async () => {
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
    const payment = { kind: 'streamed' as const, sessionId: session.id, amount: 1n, quote: quoteOf(name) };
    assert.equal(await submitIntent(services, before, payment), undefined, name);
    assert.equal((await balance(connection)).reserved, 0n);
  }
});

test('paused, revoked, reconnect and new connections pay nothing', async () => {
  for (const state of ['paused', 'revoked', 'reconnect', 'new'] as const) {
    const { session } = await connect(state, { budget: 10n, state });
    await assert.rejects(plan(session), { code: 'connection-not-active' });
  }
});

test('a node that slept through its claim does not free what another node may be paying', async () => {
  const { session, connection } = await connect('slept', { budget: 3n });
  clock.now += 2000;
  const intent = await submit(session);
  assert.ok(intent);
  clock.now += 31_000;
  const claimed = await claimIntent(services, intent);
  assert.ok(claimed);
  assert.equal(await releaseIntent(services, intent), false);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 1n });
  assert.equal(await releaseIntent(services, claimed), true);
  assert.deepEqual(await balance(connection), { state: 'active', spent: 0n, reserved: 0n });
});
