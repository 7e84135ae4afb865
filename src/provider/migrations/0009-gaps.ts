/** How a provider notices that its database is an older copy, and which connections' wallets it asks then. */
export const gaps = [
  `CREATE TABLE heartbeat (id BIGINT PRIMARY KEY, at BIGINT NOT NULL)`,
  // 1: the wallet may have made payments that are not in here.
  `ALTER TABLE connection ADD COLUMN unsure BIGINT NOT NULL DEFAULT 0`,
];
