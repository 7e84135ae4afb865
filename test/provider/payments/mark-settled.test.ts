import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { correctionOf } from '../../../src/provider/payments/correction.js';
import { markCreated, markSettled } from '../../../src/provider/payments/intent-transitions.js';
import type { Intent } from '../../../src/provider/payments/move-intent.js';
import { amountsOf } from '../../../src/provider/payments/payment-message.js';
import { takeUntold } from '../../../src/provider/payments/tell-payment.js';
import { readSession, type StoredSession } from '../../../src/provider/sessions.js';
import { openBooks } from '../../support/stored-connection.js';

const { services, clock, close, connect, submit, pay, read, plan } = await openBooks();
after(close);

const sessionOf = ({ id }: StoredSession) => readSession(services.database, id);
const readIntent = (id: string): Promise<Intent> =>
  services.database.selectFrom('intent').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const fail = (...intents: Intent[]) =>
  markSettled(
    services,
    intents.map((intent) => ({ intent, sent: 0n, state: 'failed' as const })),
  );

/** A payment that no answer has told of yet. */
async function payUntold(session: StoredSession, told: false | 'if-sent' = false): Promise<Intent> {
  clock.now += 2_000;
  const intent = await submit(session);
  assert.ok(intent);
  await markCreated(services, intent, { id: `payment of ${intent.id}`, told });
  return { ...intent, state: 'created' };
}

test('what a page was told of, and was not sent, is owed by its next events, as far as they reach', async () => {
  const { session } = await connect('owes', { budget: 100n });
  await fail(await pay(session), await pay(session));
  const owing = await sessionOf(session);
  assert.deepEqual([owing.told_too_much, owing.told_too_much_received], [2n, 2n]);
  clock.now += 2_000;
  const next = await submit(session);
  assert.ok(next);
  const correction = correctionOf(owing, amountsOf(next));
  assert.deepEqual(correction, { sent: 1n, received: 1n });
  const created = { id: 'p', told: true as const, ...(correction && { correction }) };
  await markCreated(services, next, created);
  await markCreated(services, next, created);
  assert.equal((await readIntent(next.id)).corrected, 1n);
  assert.equal((await sessionOf(session)).told_too_much, 1n, 'once, however often it is said');
});

test('what nobody was told is owed to nobody, and not told any more', async () => {
  const { session } = await connect('untold', { budget: 100n });
  const [failing, waiting] = [await payUntold(session), await payUntold(session, 'if-sent')];
  await fail(failing, waiting);
  assert.equal((await sessionOf(session)).told_too_much, 0n);
  assert.equal(await takeUntold(services, session, [failing, waiting]), undefined);
  assert.deepEqual([(await readIntent(failing.id)).untold, (await readIntent(waiting.id)).untold], [3n, 3n]);
});

test('what is told once something was sent is told then, and as what was sent', async () => {
  const { session } = await connect('later', { budget: 100n });
  const intent = await payUntold(session, 'if-sent');
  assert.equal(await takeUntold(services, session, [intent]), undefined);
  await markSettled(services, [{ intent, sent: 1n, state: 'settled' }]);
  const told = await takeUntold(services, session, [intent]);
  assert.deepEqual([told?.id, told?.sent_amount], [intent.id, 1n]);
});

test('who is told of a payment while it is found to have failed is told too much, or nothing', async () => {
  for (let round = 0; round < 10; round += 1) {
    const { session } = await connect(`race ${round}`, { budget: 100n });
    const intent = await payUntold(session);
    const [told] = await Promise.all([takeUntold(services, session, [intent]), fail(intent)]);
    const { told_too_much } = await sessionOf(session);
    assert.equal(told_too_much, told && told.state !== 'failed' ? 1n : 0n);
  }
});

test('three failures in a row, in whatever order they are heard of, are a wallet without money', async () => {
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
  const probe = await payUntold(session, 'if-sent');
  assert.equal((await read(connection)).state, 'out-of-funds', 'until something was sent');
  await markSettled(services, [
    { intent: probe, sent: 1n, state: 'settled' },
    { intent: fourth, sent: 0n, state: 'failed' },
  ]);
  const { failures, state, spent } = await read(connection);
  assert.deepEqual([failures, state, spent], [0n, 'active', 1n]);
});

test('a visitor who pauses or revokes meanwhile stays where they are, and another grant is not counted', async () => {
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
  assert.equal((await sessionOf(session)).told_too_much, 0n, 'that was another wallet’s asset');
});
