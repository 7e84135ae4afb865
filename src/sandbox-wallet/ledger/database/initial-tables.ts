/**
 * Plain SQL, because Kysely supports neither STRICT nor triggers and composite foreign keys. They enforce the
 * invariants of the ledger.
 */
export const INITIAL_TABLES: readonly string[] = [
  `CREATE TABLE accounts (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('wallet', 'opening', 'exchange')),
    asset_code TEXT NOT NULL,
    asset_scale INTEGER NOT NULL CHECK (asset_scale BETWEEN 0 AND 255),
    debits INTEGER NOT NULL DEFAULT 0 CHECK (debits >= 0),
    credits INTEGER NOT NULL DEFAULT 0 CHECK (credits >= 0),
    UNIQUE (id, asset_code, asset_scale),
    CHECK (kind <> 'wallet' OR credits >= debits)
  ) STRICT`,
  `CREATE UNIQUE INDEX one_own_account_per_asset ON accounts (kind, asset_code, asset_scale) WHERE kind <> 'wallet'`,
  `CREATE TABLE wallet_addresses (
    id TEXT PRIMARY KEY,
    public_name TEXT NOT NULL,
    account INTEGER NOT NULL REFERENCES accounts (id),
    reachable INTEGER NOT NULL DEFAULT 1 CHECK (reachable IN (0, 1))
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE transfers (
    id INTEGER PRIMARY KEY,
    debit_account INTEGER NOT NULL,
    credit_account INTEGER NOT NULL,
    asset_code TEXT NOT NULL,
    asset_scale INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    outgoing_payment TEXT REFERENCES outgoing_payments (id),
    created_at INTEGER NOT NULL,
    CHECK (debit_account <> credit_account),
    FOREIGN KEY (debit_account, asset_code, asset_scale) REFERENCES accounts (id, asset_code, asset_scale),
    FOREIGN KEY (credit_account, asset_code, asset_scale) REFERENCES accounts (id, asset_code, asset_scale)
  ) STRICT`,
  `CREATE TRIGGER transfers_move_money AFTER INSERT ON transfers BEGIN
    UPDATE accounts SET debits = debits + NEW.amount WHERE id = NEW.debit_account;
    UPDATE accounts SET credits = credits + NEW.amount WHERE id = NEW.credit_account;
  END`,
  `CREATE TRIGGER transfers_never_change BEFORE UPDATE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END`,
  `CREATE TRIGGER transfers_never_vanish BEFORE DELETE ON transfers BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END`,
  `CREATE TABLE incoming_payments (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    wallet_address TEXT NOT NULL REFERENCES wallet_addresses (id),
    client TEXT NOT NULL,
    incoming_amount INTEGER CHECK (incoming_amount > 0),
    received_amount INTEGER NOT NULL DEFAULT 0 CHECK (received_amount >= 0),
    completed INTEGER NOT NULL DEFAULT 0 CHECK (completed IN (0, 1)),
    expires_at INTEGER NOT NULL,
    metadata TEXT,
    shared_secret TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (incoming_amount IS NULL OR received_amount <= incoming_amount)
  ) STRICT`,
  `CREATE INDEX incoming_payments_of ON incoming_payments (wallet_address, sequence)`,
  `CREATE TABLE quotes (
    id TEXT PRIMARY KEY,
    wallet_address TEXT NOT NULL REFERENCES wallet_addresses (id),
    client TEXT NOT NULL,
    receiver TEXT NOT NULL REFERENCES incoming_payments (id),
    debit_amount INTEGER NOT NULL,
    receive_amount INTEGER NOT NULL CHECK (receive_amount > 0),
    sent_amount INTEGER NOT NULL CHECK (sent_amount > 0),
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    CHECK (sent_amount <= debit_amount)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE grants (
    id TEXT PRIMARY KEY,
    auth_server TEXT NOT NULL,
    client TEXT NOT NULL,
    client_jwk TEXT,
    client_name TEXT,
    access TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'accepted', 'rejected', 'issued', 'revoked')),
    continue_id TEXT NOT NULL UNIQUE,
    continue_token_hash TEXT NOT NULL,
    continued_at INTEGER NOT NULL,
    interact_id TEXT UNIQUE,
    interact_nonce_hash TEXT,
    interact_finish TEXT,
    interact_ref_hash TEXT,
    finish_uri TEXT,
    finish_nonce TEXT,
    browser_hash TEXT,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE outgoing_payments (
    sequence INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    quote TEXT NOT NULL UNIQUE REFERENCES quotes (id),
    wallet_address TEXT NOT NULL REFERENCES wallet_addresses (id),
    client TEXT NOT NULL,
    grant_id TEXT NOT NULL REFERENCES grants (id),
    interval_start INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed')),
    metadata TEXT,
    created_at INTEGER NOT NULL
  ) STRICT`,
  `CREATE INDEX outgoing_payments_of ON outgoing_payments (wallet_address, sequence)`,
  `CREATE INDEX outgoing_payments_pending ON outgoing_payments (sequence) WHERE state = 'pending'`,
  `CREATE TABLE grant_spends (
    grant_id TEXT NOT NULL REFERENCES grants (id),
    interval_start INTEGER NOT NULL,
    asset_code TEXT NOT NULL,
    asset_scale INTEGER NOT NULL,
    debit_amount INTEGER NOT NULL CHECK (debit_amount >= 0),
    receive_amount INTEGER NOT NULL CHECK (receive_amount >= 0),
    PRIMARY KEY (grant_id, interval_start, asset_code, asset_scale)
  ) STRICT, WITHOUT ROWID`,
  `CREATE TABLE access_tokens (
    value_hash TEXT PRIMARY KEY,
    manage_id TEXT NOT NULL UNIQUE,
    grant_id TEXT NOT NULL REFERENCES grants (id),
    expires_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID`,
  `CREATE INDEX access_tokens_of ON access_tokens (grant_id)`,
];
