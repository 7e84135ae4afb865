/** Time of the next attempt and number of attempts, for requests that a wallet did not answer. */
export const askedAgain: readonly string[] = [
  // Grants that are revoked here but not yet at the wallet.
  `ALTER TABLE wallet_grant ADD COLUMN cancel_at BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE wallet_grant ADD COLUMN cancel_tries BIGINT NOT NULL DEFAULT 0`,
  `CREATE INDEX grant_to_cancel ON wallet_grant (cancel_at) WHERE (state = 'revoking')`,
  // Payments whose result is not known yet.
  `ALTER TABLE intent ADD COLUMN recover_at BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE intent ADD COLUMN recover_tries BIGINT NOT NULL DEFAULT 0`,
];
