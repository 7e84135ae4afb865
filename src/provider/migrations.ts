import { type Kysely, sql } from 'kysely';
import type { Migrations } from '../database/open-database.js';

export const migrations: Migrations = {
  '0001-connections-sessions-intents': {
    async up(db: Kysely<unknown>) {
      for (const statement of CONNECTIONS_SESSIONS_INTENTS) await sql.raw(statement).execute(db);
    },
  },
};

const CONNECTIONS_SESSIONS_INTENTS = [
  `CREATE TABLE connection (
    id TEXT PRIMARY KEY,
    session_key TEXT NOT NULL,
    origin TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    visitor TEXT,
    challenge TEXT,
    challenge_expires_at BIGINT,
    paid_at BIGINT,
    grant_id TEXT,
    wallet_address TEXT,
    asset_code TEXT,
    asset_scale BIGINT,
    resource_server TEXT,
    budget BIGINT NOT NULL DEFAULT 0,
    interval TEXT,
    rate BIGINT NOT NULL DEFAULT 0,
    spent BIGINT NOT NULL DEFAULT 0 CHECK (spent >= 0),
    reserved BIGINT NOT NULL DEFAULT 0 CHECK (reserved >= 0),
    interval_start BIGINT NOT NULL DEFAULT 0,
    interval_end BIGINT,
    UNIQUE (session_key, origin),
    CHECK (spent + reserved <= budget)
  )`,
  `CREATE TABLE wallet_grant (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connection (id),
    state TEXT NOT NULL,
    auth_server TEXT NOT NULL,
    wallet_address TEXT NOT NULL,
    asset_code TEXT NOT NULL,
    asset_scale BIGINT NOT NULL,
    resource_server TEXT NOT NULL,
    budget BIGINT NOT NULL,
    rate BIGINT NOT NULL,
    interval TEXT,
    visitor TEXT,
    client_nonce TEXT NOT NULL,
    finish_nonce TEXT NOT NULL,
    continue_uri TEXT NOT NULL,
    continue_token TEXT NOT NULL,
    continue_at BIGINT NOT NULL,
    access_token TEXT,
    manage_url TEXT,
    expires_at BIGINT
  )`,
  `CREATE INDEX wallet_grant_of_connection ON wallet_grant (connection_id, state)`,
  `CREATE TABLE session (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connection (id),
    wallet_address TEXT NOT NULL,
    incoming_payment TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    closed_at BIGINT,
    min_send_amount BIGINT NOT NULL DEFAULT 1
  )`,
  `CREATE INDEX open_session_of_connection ON session (connection_id, created_at) WHERE closed_at IS NULL`,
  `CREATE TABLE intent (
    id TEXT PRIMARY KEY,
    connection_id TEXT NOT NULL REFERENCES connection (id),
    session_id TEXT NOT NULL REFERENCES session (id),
    grant_id TEXT,
    state TEXT NOT NULL,
    debit_amount BIGINT NOT NULL CHECK (debit_amount > 0),
    interval_start BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    quote_id TEXT,
    quote_expires_at BIGINT,
    outgoing_payment TEXT,
    sent_amount BIGINT
  )`,
  // A second payment cannot even be planned while the fate of the first is open.
  `CREATE UNIQUE INDEX one_open_intent ON intent (connection_id) WHERE state IN ('planned', 'submitting')`,
  `CREATE INDEX unfinished_intent ON intent (connection_id, created_at) WHERE state IN ('planned', 'submitting', 'created')`,
];
