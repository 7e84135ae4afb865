import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Database from 'libsql';
import { createSeededRandom } from '../../support/seeded-random.js';
import { checkInvariants, type ObservedEvent, type Observations } from './check-invariants.js';
import { type DatabaseLocations, collectState } from './collect-state.js';
import { collectObservations } from '../environment/streaming-page.js';
import { openTestEnvironment } from '../environment/test-environment.js';

/** SQL that corrupts the provider's or the wallets' database. */
interface Corruption {
  provider?: string;
  ledger?: string;
  events?: (events: readonly ObservedEvent[]) => ObservedEvent[];
  /** The invariants that must detect it. */
  violates: string[];
}

const SETTLED_INTENT_ID = "(SELECT id FROM intent WHERE state = 'settled' ORDER BY created_at LIMIT 1)";
const FIRST_PAYMENT_SEQUENCE =
  "(SELECT min(sequence) FROM outgoing_payments WHERE metadata LIKE '%wmIntent%')";

const CORRUPTIONS: Record<string, Corruption> = {
  'money out of nothing': {
    ledger: 'UPDATE accounts SET credits = credits + 1 WHERE id = 1',
    violates: ['I1'],
  },
  'a connection beyond its budget': {
    provider: 'UPDATE connection SET spent = budget + 1',
    violates: ['I2', 'I6'],
  },
  'intents beyond the grant’s budget': { provider: 'UPDATE wallet_grant SET budget = 1', violates: ['I2'] },
  'a second payment for one intent': {
    ledger: `INSERT INTO quotes SELECT 'q2', wallet_address, client, receiver, debit_amount, receive_amount, sent_amount, expires_at,
        created_at FROM quotes WHERE id = (SELECT quote FROM outgoing_payments WHERE sequence = ${FIRST_PAYMENT_SEQUENCE});
      INSERT INTO outgoing_payments (id, quote, wallet_address, client, grant_id, interval_start, state, metadata, created_at)
        SELECT 'p2', 'q2', wallet_address, client, grant_id, interval_start, 'pending', metadata, created_at
        FROM outgoing_payments WHERE sequence = ${FIRST_PAYMENT_SEQUENCE}`,
    violates: ['I1', 'I3', 'I4', 'I6'],
  },
  'a payment without an intent': {
    provider: `DELETE FROM intent WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I4', 'I6', 'I7'],
  },
  'a payment of a failed intent': {
    provider: `UPDATE intent SET state = 'failed', sent_amount = 0, outgoing_payment = NULL WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I4', 'I6', 'I7'],
  },
  'a settled intent without payment': {
    provider: `UPDATE intent SET outgoing_payment = 'nowhere' WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I4', 'I5'],
  },
  'an intent that settled more than was sent': {
    provider: `UPDATE intent SET sent_amount = sent_amount + 1 WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I5'],
  },
  'a payment to another receiver': {
    provider: "UPDATE session SET incoming_payment = 'another receiver'",
    violates: ['I5'],
  },
  'an intent that stays open': {
    provider: `UPDATE intent SET state = 'submitting' WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I5', 'I6'],
  },
  'spending that only the wallet counts': {
    ledger: 'UPDATE grant_spends SET debit_amount = debit_amount + 1',
    violates: ['I1', 'I6'],
  },
  'spending that the connection does not count': {
    provider: 'UPDATE connection SET spent = spent - 1',
    violates: ['I6'],
  },
  'a duplicate event': {
    events: ([first, ...rest]) => [first as ObservedEvent, first as ObservedEvent, ...rest],
    violates: ['I7'],
  },
  'an event with another amount': {
    events: ([first, ...rest]) => [{ ...(first as ObservedEvent), debit: 2n }, ...rest],
    violates: ['I7'],
  },
  'an event that reports more than was sent': {
    events: ([first, ...rest]) => [{ ...(first as ObservedEvent), sent: 2n }, ...rest],
    violates: ['I9'],
  },
  'an event that corrects a correct amount': {
    provider: `UPDATE intent SET corrected = 1 WHERE id = ${SETTLED_INTENT_ID}`,
    events: ([first, ...rest]) => [{ ...(first as ObservedEvent), sent: 0n }, ...rest],
    violates: ['I9'],
  },
  'a correction that is not owed': {
    provider: 'UPDATE session SET overreported_sent = 1',
    violates: ['I9'],
  },
  'an event of a payment that must not be delivered': {
    provider: `UPDATE intent SET undelivered = 3 WHERE id = ${SETTLED_INTENT_ID}`,
    violates: ['I7'],
  },
  'an event without a payment': {
    events: (events) => [...events, { intent: 'none', debit: 1n, sent: 1n, at: 0 }],
    violates: ['I7'],
  },
  'an event before its payment': {
    events: (events) => events.map((event) => ({ ...event, at: event.at - 3_600_000 })),
    violates: ['I7'],
  },
  'more than has accrued': { provider: 'UPDATE wallet_grant SET rate = 1', violates: ['I8'] },
  'visible time without a visible page': {
    provider: 'UPDATE connection SET visible_ms = visible_ms + 3600000',
    violates: ['I8'],
  },
};

const folder = mkdtempSync(join(tmpdir(), 'wm-planted-'));
const validDatabases: DatabaseLocations = {
  origin: '',
  provider: join(folder, 'provider.db'),
  ledger: join(folder, 'ledger.db'),
};
let observations: Required<Observations> = { events: [], visiblePeriods: [] };

before(async () => {
  const environment = await openTestEnvironment({ random: createSeededRandom(1) });
  const page = await environment.openPage();
  for (let count = 0; count < 4; count += 1) {
    await environment.advance(2_000);
    assert.equal(await page.tick(), 'paid', String(page.lastFailure));
  }
  await environment.drain();
  observations = collectObservations([page]);
  validDatabases.origin = environment.databases.origin;
  for (const side of ['provider', 'ledger'] as const)
    copyDatabase(environment.databases[side], validDatabases[side]);
  await environment.close();
});
after(() => rmSync(folder, { recursive: true }));

test('valid databases violate no invariant', async () => {
  const evidence = await collectState(validDatabases);
  assert.deepEqual(checkInvariants(evidence, observations), []);
  assert.equal(evidence.intents.filter(({ state }) => state === 'settled').length, 4);
  assert.equal(evidence.wallet.payments.length, 4);
});

for (const [name, plant] of Object.entries(CORRUPTIONS)) {
  test(`checkInvariants() detects ${name}`, async () => {
    const books = { ...validDatabases };
    for (const side of ['provider', 'ledger'] as const) {
      const sql = plant[side];
      if (sql === undefined) continue;
      books[side] = join(folder, `${name} ${side}.db`);
      copyDatabase(validDatabases[side], books[side]);
      changeDatabase(books[side], sql);
    }
    const violations = checkInvariants(await collectState(books), {
      ...observations,
      ...(plant.events && { events: plant.events(observations.events) }),
    });
    const broken = new Set(violations.map((violation) => violation.slice(0, 2)));
    assert.deepEqual([...broken].sort(), plant.violates, violations.join('\n'));
  });
}

function copyDatabase(from: string, to: string): void {
  const database = new Database(from);
  database.prepare('VACUUM INTO ?').run(to);
  database.close();
}

function changeDatabase(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(`PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; ${sql}`);
  database.close();
}
