import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import Database from 'libsql';
import { seededRandom } from '../support/wallet-random.js';
import { checkInvariants, type PageEvent, type Seen } from './check-invariants.js';
import { type Books, readEvidence } from './evidence.js';
import { seenBy } from './proof-page.js';
import { openWorld } from './world.js';

/** SQL that makes sound books unsound, in the provider's database or in the wallets'. */
interface Plant {
  provider?: string;
  ledger?: string;
  events?: (events: readonly PageEvent[]) => PageEvent[];
  /** The invariants that have to notice. */
  breaks: string[];
}

const ONE = "(SELECT id FROM intent WHERE state = 'settled' ORDER BY created_at LIMIT 1)";
const PAYMENT = "(SELECT min(sequence) FROM outgoing_payments WHERE metadata LIKE '%wmIntent%')";

const PLANTS: Record<string, Plant> = {
  'money out of nothing': {
    ledger: 'UPDATE accounts SET credits = credits + 1 WHERE id = 1',
    breaks: ['I1'],
  },
  'a connection beyond its budget': {
    provider: 'UPDATE connection SET spent = budget + 1',
    breaks: ['I2', 'I6'],
  },
  'intents beyond the grant’s budget': { provider: 'UPDATE wallet_grant SET budget = 1', breaks: ['I2'] },
  'a second payment for one intent': {
    ledger: `INSERT INTO quotes SELECT 'q2', wallet_address, client, receiver, debit_amount, receive_amount, sent_amount, expires_at,
        created_at FROM quotes WHERE id = (SELECT quote FROM outgoing_payments WHERE sequence = ${PAYMENT});
      INSERT INTO outgoing_payments (id, quote, wallet_address, client, grant_id, interval_start, state, metadata, created_at)
        SELECT 'p2', 'q2', wallet_address, client, grant_id, interval_start, 'pending', metadata, created_at
        FROM outgoing_payments WHERE sequence = ${PAYMENT}`,
    breaks: ['I1', 'I3', 'I4', 'I6'],
  },
  'a payment that nobody intended': {
    provider: `DELETE FROM intent WHERE id = ${ONE}`,
    breaks: ['I4', 'I6', 'I7'],
  },
  'a payment whose intent was given up': {
    provider: `UPDATE intent SET state = 'failed', sent_amount = 0, outgoing_payment = NULL WHERE id = ${ONE}`,
    breaks: ['I4', 'I6', 'I7'],
  },
  'a settled intent without payment': {
    provider: `UPDATE intent SET outgoing_payment = 'nowhere' WHERE id = ${ONE}`,
    breaks: ['I4', 'I5'],
  },
  'an intent that settled more than was sent': {
    provider: `UPDATE intent SET sent_amount = sent_amount + 1 WHERE id = ${ONE}`,
    breaks: ['I5'],
  },
  'a payment to somebody else': {
    provider: "UPDATE session SET incoming_payment = 'somebody else'",
    breaks: ['I5'],
  },
  'an intent that is open for ever': {
    provider: `UPDATE intent SET state = 'submitting' WHERE id = ${ONE}`,
    breaks: ['I5', 'I6'],
  },
  'spending that only the wallet counts': {
    ledger: 'UPDATE grant_spends SET debit_amount = debit_amount + 1',
    breaks: ['I1', 'I6'],
  },
  'spending that the connection forgot': {
    provider: 'UPDATE connection SET spent = spent - 1',
    breaks: ['I6'],
  },
  'an event twice': {
    events: ([first, ...rest]) => [first as PageEvent, first as PageEvent, ...rest],
    breaks: ['I7'],
  },
  'an event of another amount': {
    events: ([first, ...rest]) => [{ ...(first as PageEvent), debit: 2n }, ...rest],
    breaks: ['I7'],
  },
  'an event that tells more than was sent': {
    events: ([first, ...rest]) => [{ ...(first as PageEvent), sent: 2n }, ...rest],
    breaks: ['I9'],
  },
  'an event that corrects what was right': {
    provider: `UPDATE intent SET corrected = 1 WHERE id = ${ONE}`,
    events: ([first, ...rest]) => [{ ...(first as PageEvent), sent: 0n }, ...rest],
    breaks: ['I9'],
  },
  'a correction that nobody owes': {
    provider: 'UPDATE session SET told_too_much = 1',
    breaks: ['I9'],
  },
  'an event of a payment that was not to be told': {
    provider: `UPDATE intent SET untold = 3 WHERE id = ${ONE}`,
    breaks: ['I7'],
  },
  'an event without a payment': {
    events: (events) => [...events, { intent: 'none', debit: 1n, sent: 1n, at: 0 }],
    breaks: ['I7'],
  },
  'an event before its payment': {
    events: (events) => events.map((event) => ({ ...event, at: event.at - 3_600_000 })),
    breaks: ['I7'],
  },
  'more than has accrued': { provider: 'UPDATE wallet_grant SET rate = 1', breaks: ['I8'] },
  'time that no page was looked at': {
    provider: 'UPDATE connection SET looked_at = looked_at + 3600000',
    breaks: ['I8'],
  },
};

const folder = mkdtempSync(join(tmpdir(), 'wm-planted-'));
const sound: Books = { origin: '', provider: join(folder, 'provider.db'), ledger: join(folder, 'ledger.db') };
let seen: Required<Seen> = { events: [], looks: [] };

before(async () => {
  const world = await openWorld({ random: seededRandom(1) });
  const page = await world.openPage();
  for (let count = 0; count < 4; count += 1) {
    await world.advance(2_000);
    assert.equal(await page.tick(), 'paid', String(page.lastFailure));
  }
  await world.quiesce();
  seen = seenBy([page]);
  sound.origin = world.books.origin;
  for (const side of ['provider', 'ledger'] as const) copy(world.books[side], sound[side]);
  await world.close();
});
after(() => rmSync(folder, { recursive: true }));

test('sound books violate nothing', async () => {
  const evidence = await readEvidence(sound);
  assert.deepEqual(checkInvariants(evidence, seen), []);
  assert.equal(evidence.intents.filter(({ state }) => state === 'settled').length, 4);
  assert.equal(evidence.wallet.payments.length, 4);
});

for (const [name, plant] of Object.entries(PLANTS)) {
  test(`${name} is noticed`, async () => {
    const books = { ...sound };
    for (const side of ['provider', 'ledger'] as const) {
      const sql = plant[side];
      if (sql === undefined) continue;
      books[side] = join(folder, `${name} ${side}.db`);
      copy(sound[side], books[side]);
      change(books[side], sql);
    }
    const violations = checkInvariants(await readEvidence(books), {
      ...seen,
      ...(plant.events && { events: plant.events(seen.events) }),
    });
    const broken = new Set(violations.map((violation) => violation.slice(0, 2)));
    assert.deepEqual([...broken].sort(), plant.breaks, violations.join('\n'));
  });
}

function copy(from: string, to: string): void {
  const database = new Database(from);
  database.prepare('VACUUM INTO ?').run(to);
  database.close();
}

function change(file: string, sql: string): void {
  const database = new Database(file);
  database.exec(`PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF; ${sql}`);
  database.close();
}
