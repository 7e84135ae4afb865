/** Results of payments after the wallet's 201, and corrections of the reported amounts. */
export const whatWasSent: readonly string[] = [
  // Number of consecutive payments that failed without sending anything.
  `ALTER TABLE connection ADD COLUMN failures BIGINT NOT NULL DEFAULT 0`,
  // The smallest amount that does not lose too much to rounding.
  `ALTER TABLE session ADD COLUMN worthwhile_amount BIGINT NOT NULL DEFAULT 1`,
  // The amounts that events reported but that were not sent or received.
  `ALTER TABLE session ADD COLUMN told_too_much BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE session ADD COLUMN told_too_much_received BIGINT NOT NULL DEFAULT 0`,
  // The part of it that this payment's event offsets.
  `ALTER TABLE intent ADD COLUMN corrected BIGINT NOT NULL DEFAULT 0`,
];
