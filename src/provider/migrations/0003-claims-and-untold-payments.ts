/** Leases, undelivered payments, and the quote of a payment. 0012 renames `claimed_until` and `untold`. */
export const claimsAndUntoldPayments: readonly string[] = [
  // A node holds the payment's lease until this time.
  `ALTER TABLE intent ADD COLUMN claimed_until BIGINT NOT NULL DEFAULT 0`,
  // 1: the payment still has to be delivered to its page.
  `ALTER TABLE intent ADD COLUMN untold BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE intent ADD COLUMN kind TEXT NOT NULL DEFAULT 'streamed'`,
  `ALTER TABLE intent ADD COLUMN receive_amount BIGINT`,
  `ALTER TABLE intent ADD COLUMN receive_asset_code TEXT`,
  `ALTER TABLE intent ADD COLUMN receive_asset_scale BIGINT`,
  // An intent now requires a quote. Intents that an earlier version planned without one were never paid.
  `UPDATE connection SET reserved = 0 WHERE id IN (SELECT connection_id FROM intent WHERE state = 'planned')`,
  `UPDATE intent SET state = 'failed', sent_amount = 0 WHERE state = 'planned'`,
  `DROP INDEX unfinished_intent`,
  // Identical to the condition in payments/intents/unfinished-intents.ts, so that SQLite uses the index.
  `CREATE INDEX unfinished_intent ON intent (connection_id, created_at) WHERE (state IN ('submitting', 'created') OR untold = 1)`,
];
