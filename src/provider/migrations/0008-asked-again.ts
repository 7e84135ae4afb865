/** What a silent wallet has to be asked again: when, and how often it was asked already. */
export const askedAgain = [
  // Grants that have ended here, and whose wallets do not know it yet.
  `ALTER TABLE wallet_grant ADD COLUMN cancel_at BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE wallet_grant ADD COLUMN cancel_tries BIGINT NOT NULL DEFAULT 0`,
  `CREATE INDEX grant_to_cancel ON wallet_grant (cancel_at) WHERE (state = 'revoking')`,
  // Payments of which nobody knows yet whether they were made.
  `ALTER TABLE intent ADD COLUMN recover_at BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE intent ADD COLUMN recover_tries BIGINT NOT NULL DEFAULT 0`,
];
