import { sql } from 'kysely';
import type { Migrations } from '../../../database/core/migrate.js';
import { INITIAL_TABLES } from './initial-tables.js';

/** The amounts that a payment has moved: a partial payment moves less than its quote. */
const ACTUAL_AMOUNTS = [
  `ALTER TABLE outgoing_payments ADD COLUMN sent_amount INTEGER NOT NULL DEFAULT 0 CHECK (sent_amount >= 0)`,
  `ALTER TABLE outgoing_payments ADD COLUMN received_amount INTEGER NOT NULL DEFAULT 0 CHECK (received_amount >= 0)`,
  `UPDATE outgoing_payments SET (sent_amount, received_amount) =
    (SELECT sent_amount, receive_amount FROM quotes WHERE quotes.id = quote) WHERE state = 'sent'`,
];

const OUTCOMES = [
  `ALTER TABLE wallet_addresses ADD COLUMN outcome TEXT`,
  `CREATE TABLE outcome_calls (
    incoming_payment TEXT PRIMARY KEY REFERENCES incoming_payments (id),
    calls INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
];

const NONCES = [
  `CREATE TABLE seen_nonces (
    nonce_hash TEXT PRIMARY KEY,
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX seen_nonces_expiring ON seen_nonces (expires_at)`,
];

const VIRTUAL_CLOCK = [
  `CREATE TABLE virtual_clock (ahead INTEGER NOT NULL CHECK (ahead >= 0)) STRICT`,
  `INSERT INTO virtual_clock (ahead) VALUES (0)`,
];

const DEVELOPER_KEYS = [
  `CREATE TABLE developer_keys (
    wallet_address TEXT NOT NULL REFERENCES wallet_addresses (id),
    kid TEXT NOT NULL,
    jwk TEXT NOT NULL,
    PRIMARY KEY (wallet_address, kid)
  ) STRICT, WITHOUT ROWID`,
];

/**
 * Counts payments separately from quotes. With one counter, a client that requests a new quote after each
 * failure would always fail.
 */
const OUTCOME_PAYMENTS = [`ALTER TABLE outcome_calls ADD COLUMN payments INTEGER NOT NULL DEFAULT 0`];

/** For the account pages, which list an account's latest transfers. */
const INDEXES = [
  `CREATE INDEX transfers_from ON transfers (debit_account)`,
  `CREATE INDEX transfers_to ON transfers (credit_account)`,
];

export const MIGRATIONS: Migrations = {
  '0001-ledger': migration(INITIAL_TABLES),
  '0002-actual-amounts': migration(ACTUAL_AMOUNTS),
  '0003-outcomes': migration(OUTCOMES),
  '0004-nonces': migration(NONCES),
  '0005-virtual-clock': migration(VIRTUAL_CLOCK),
  '0006-developer-keys': migration(DEVELOPER_KEYS),
  '0007-indexes': migration(INDEXES),
  '0008-outcome-payments': migration(OUTCOME_PAYMENTS),
};

function migration(statements: readonly string[]): Migrations[string] {
  return {
    async up(database) {
      for (const statement of statements) await sql.raw(statement).execute(database);
    },
  };
}
