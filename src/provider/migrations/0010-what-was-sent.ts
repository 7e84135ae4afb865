/** What becomes of payments after the wallet's 201, and how pages and visitors hear of it. */
export const whatWasSent = [
  // Payments in a row that failed without having sent anything.
  `ALTER TABLE connection ADD COLUMN failures BIGINT NOT NULL DEFAULT 0`,
  // The least that is worth sending, where less loses too much to rounding.
  `ALTER TABLE session ADD COLUMN worthwhile_amount BIGINT NOT NULL DEFAULT 1`,
  // What its page was told beyond what was sent, and beyond what arrives.
  `ALTER TABLE session ADD COLUMN told_too_much BIGINT NOT NULL DEFAULT 0`,
  `ALTER TABLE session ADD COLUMN told_too_much_received BIGINT NOT NULL DEFAULT 0`,
  // How much of that this payment's event makes good.
  `ALTER TABLE intent ADD COLUMN corrected BIGINT NOT NULL DEFAULT 0`,
];
