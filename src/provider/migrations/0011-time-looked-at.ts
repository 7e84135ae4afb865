/** The visible time of a connection's pages, and its unpaid part. It limits payments, with the rate. */
export const timeLookedAt: readonly string[] = [
  // Total milliseconds.
  `ALTER TABLE connection ADD COLUMN looked_at BIGINT NOT NULL DEFAULT 0`,
  // The time until which visible time has been counted. It ensures that no moment counts twice.
  `ALTER TABLE connection ADD COLUMN counted_until BIGINT NOT NULL DEFAULT 0`,
  // Unpaid milliseconds. Null before the first payment of a consent.
  `ALTER TABLE connection ADD COLUMN unpaid BIGINT`,
  `UPDATE connection SET unpaid = 0 WHERE paid_at IS NOT NULL`,
];
