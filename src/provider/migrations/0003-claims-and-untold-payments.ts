/** SQL that SQLite and PostgreSQL both know. */
export const claimsAndUntoldPayments = [
  // Until when a living node takes care of it.
  `ALTER TABLE intent ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0`,
  // 1: no answer has told the page of it yet, and none under way will.
  `ALTER TABLE intent ADD COLUMN untold BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE intent ADD COLUMN kind TEXT NOT NULL DEFAULT 'streamed'`,
  `ALTER TABLE intent ADD COLUMN receive_amount BIGINT`,
  `ALTER TABLE intent ADD COLUMN receive_asset_code TEXT`,
  `ALTER TABLE intent ADD COLUMN receive_asset_scale BIGINT`,
  // An intent is reserved only when its quote is known. What an earlier version had planned without one was never paid.
  `UPDATE connection SET reserved = 0 WHERE id IN (SELECT connection_id FROM intent WHERE state = 'planned')`,
  `UPDATE intent SET state = 'failed', sent_amount = 0 WHERE state = 'planned'`,
  `DROP INDEX unfinished_intent`,
  // The condition is spelled as in payments/unfinished-intents.ts: with another one SQLite does not use the index.
  `CREATE INDEX unfinished_intent ON intent (connection_id, created_at) WHERE (state IN ('submitting', 'created') OR untold = 1)`,
];
