/** Renames columns to the terms of CONTRIBUTING's glossary. Both databases update their indexes. */
export const standardTerms: readonly string[] = [
  `ALTER TABLE intent RENAME COLUMN untold TO undelivered`,
  `ALTER TABLE intent RENAME COLUMN claimed_until TO leased_until`,
  `ALTER TABLE intent RENAME COLUMN recover_tries TO recover_attempts`,
  `ALTER TABLE connection RENAME COLUMN unsure TO spent_unverified`,
  `ALTER TABLE connection RENAME COLUMN looked_at TO visible_ms`,
  `ALTER TABLE connection RENAME COLUMN unpaid TO unpaid_ms`,
  `ALTER TABLE session RENAME COLUMN told_too_much TO overreported_sent`,
  `ALTER TABLE session RENAME COLUMN told_too_much_received TO overreported_received`,
  `ALTER TABLE session RENAME COLUMN worthwhile_amount TO min_efficient_amount`,
  `ALTER TABLE wallet_grant RENAME COLUMN cancel_at TO revoke_at`,
  `ALTER TABLE wallet_grant RENAME COLUMN cancel_tries TO revoke_attempts`,
  `ALTER TABLE wallet_grant RENAME COLUMN rotating_until TO rotation_leased_until`,
  `ALTER TABLE idempotent_answer RENAME COLUMN brief TO short_lived`,
  `DROP INDEX grant_to_cancel`,
  `CREATE INDEX grant_to_revoke ON wallet_grant (revoke_at) WHERE (state = 'revoking')`,
];
