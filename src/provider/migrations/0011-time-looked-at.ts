/** What a connection may pay by its rate: how long its pages were looked at, and how much of that is not paid yet. */
export const timeLookedAt = [
  // Milliseconds, all in all.
  `ALTER TABLE connection ADD COLUMN looked_at BIGINT NOT NULL DEFAULT 0`,
  // When a part of it was counted last, as an instant: no moment counts twice.
  `ALTER TABLE connection ADD COLUMN counted_until BIGINT NOT NULL DEFAULT 0`,
  // Milliseconds that are not paid yet; null before the first payment of a consent.
  `ALTER TABLE connection ADD COLUMN unpaid BIGINT`,
  `UPDATE connection SET unpaid = 0 WHERE paid_at IS NOT NULL`,
];
