import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { computeCorrection } from '../../../../src/provider/payments/delivery/correction.js';
import { markCreated, markSettled } from '../../../../src/provider/payments/intents/intent-state.js';
import type { Intent } from '../../../../src/provider/core/intent-table.js';
import { reportedAmounts } from '../../../../src/provider/payments/delivery/payment-message.js';
import { claimUndelivered } from '../../../../src/provider/payments/delivery/claim-undelivered.js';
import { readSession, type StoredSession } from '../../../../src/provider/core/sessions.js';
import { openProviderDatabase } from '../../../support/provider/provider-database.js';

const { services, clock, close, connect, submit, pay, read, plan } = await openProviderDatabase();
after(close);

const sessionOf = ({ id }: StoredSession) => readSession(services.database, id);
const readIntent = (id: string): Promise<Intent> =>
  services.database.selectFrom('intent').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const fail = (...intents: Intent[]) =>
  markSettled(
    services,
    intents.map((intent) => ({ intent, sent: 0n, state: 'failed' as const })),
  );

/** Makes a payment that no response has delivered. */
async function payUndelivered(session: StoredSession, delivered: false | 'if-sent' = false): Promise<Intent> {
  clock.now += 2_000;
  const intent = await submit(session);
  assert.ok(intent);
  await markCreated(services, intent, { id: `payment of ${intent.id}`, delivered });
  return { ...intent, state: 'created' };
}

test('an amount that an event overreported is owed by the next events, as far as they reach', async () => {
  const { session } = await connect('owes', { budget: 100n });
  await fail(await pay(session), await pay(session));
  const owing = await sessionOf(session);
  assert.deepEqual([owing.overreported_sent, owing.overreported_received], [2n, 2n]);
  clock.now += 2_000;
  const next = await submit(session);
  assert.ok(next);
  const correction = computeCorrection(owing, reportedAmounts(next));
  assert.deepEqual(correction, { sent: 1n, received: 1n });
  const created = { id: 'p', delivered: true as const, ...(correction && { correction }) };
  await markCreated(services, next, created);
  await markCreated(services, next, created);
  assert.equal((await readIntent(next.id)).corrected, 1n);
  assert.equal((await sessionOf(session)).overreported_sent, 1n, 'counted once');
});

test('an unsent payment that was not delivered is neither owed nor delivered later', async () => {
  const { session } = await connect('undelivered', { budget: 100n });
  const [failing, waiting] = [await payUndelivered(session), await payUndelivered(session, 'if-sent')];
  await fail(failing, waiting);
  assert.equal((await sessionOf(session)).overreported_sent, 0n);
  assert.equal(await claimUndelivered(services, session, [failing, waiting]), undefined);
  assert.deepEqual(
    [(await readIntent(failing.id)).undelivered, (await readIntent(waiting.id)).undelivered],
    [3n, 3n],
  );
});

test('a payment that is delivered only if sent is delivered after the settlement, with the sent amount', async () => {
  const { session } = await connect('later', { budget: 100n });
  const intent = await payUndelivered(session, 'if-sent');
  assert.equal(await claimUndelivered(services, session, [intent]), undefined);
  await markSettled(services, [{ intent, sent: 1n, state: 'settled' }]);
  const reported = await claimUndelivered(services, session, [intent]);
  assert.deepEqual([reported?.id, reported?.sent_amount], [intent.id, 1n]);
});

test('a delivery that races with a failure either overreports or does not happen', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { session } = await connect(`race ${round}`, { budget: 100n });
    const intent = await payUndelivered(session);
    const [reported] = await Promise.all([claimUndelivered(services, session, [intent]), fail(intent)]);
    const { overreported_sent } = await sessionOf(session);
    assert.equal(overreported_sent, reported && reported.state !== 'failed' ? 1n : 0n);
  }
});

test('three failures in a row, in any order of discovery, mean that the wallet has no funds', async () => {
  const { session, connection } = await connect('broke', { budget: 100n });
  const first = await pay(session);
  const second = await pay(session);
  const third = await pay(session);
  const fourth = await pay(session);
  await fail(second, first);
  assert.deepEqual([(await read(connection)).failures, (await read(connection)).state], [2n, 'active']);
  await fail(second, first);
  assert.equal((await read(connection)).failures, 2n, 'each counts once');
  await fail(third);
  assert.deepEqual([(await read(connection)).failures, (await read(connection)).state], [3n, 'out-of-funds']);
  clock.now += 2_000;
  await assert.rejects(plan(session), { code: 'budget-spent', retryAfter: 60 });
  clock.now += 60_000;
  assert.equal((await plan(session)).due, true);
  const probe = await payUndelivered(session, 'if-sent');
  assert.equal((await read(connection)).state, 'out-of-funds', 'until a payment is sent');
  await markSettled(services, [
    { intent: probe, sent: 1n, state: 'settled' },
    { intent: fourth, sent: 0n, state: 'failed' },
  ]);
  const { failures, state, spent } = await read(connection);
  assert.deepEqual([failures, state, spent], [0n, 'active', 1n]);
});

test('failures change neither a paused or revoked connection nor one with a new grant', async () => {
  for (const state of ['paused', 'revoked'] as const) {
    const { session, connection } = await connect(state, { budget: 100n });
    const intents = [await pay(session), await pay(session), await pay(session)];
    await services.write((transaction) =>
      transaction.updateTable('connection').set({ state }).where('id', '=', connection).execute(),
    );
    await fail(...intents);
    assert.equal((await read(connection)).state, state);
  }
  const { session, connection } = await connect('anew', { budget: 100n });
  const intents = [await pay(session), await pay(session), await pay(session)];
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ grant_id: 'new' }).where('id', '=', connection).execute(),
  );
  await fail(...intents);
  assert.deepEqual([(await read(connection)).failures, (await read(connection)).state], [0n, 'active']);
  assert.equal((await sessionOf(session)).overreported_sent, 0n, 'in another wallet’s asset');
});
