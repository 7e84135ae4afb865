/** Expiry of consents, single-use form tokens, refusals, and indexes for the account page. */
export const consent: readonly string[] = [
  `ALTER TABLE connection ADD COLUMN consent_until BIGINT`,
  `ALTER TABLE wallet_grant ADD COLUMN consent_until BIGINT`,
  `CREATE TABLE form_token (
    hash TEXT PRIMARY KEY,
    visitor TEXT NOT NULL,
    purpose TEXT NOT NULL,
    shown TEXT NOT NULL,
    expires_at BIGINT NOT NULL
  )`,
  `CREATE INDEX form_token_by_end ON form_token (expires_at)`,
  `CREATE TABLE refusal (
    visitor TEXT NOT NULL,
    origin TEXT NOT NULL,
    until BIGINT NOT NULL,
    PRIMARY KEY (visitor, origin)
  )`,
  `CREATE INDEX connection_of_visitor ON connection (visitor)`,
  `CREATE INDEX intent_of_connection ON intent (connection_id, created_at)`,
];
