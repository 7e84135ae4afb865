/** Detects that the database is a restored, older copy, and marks the connections to verify. */
export const gaps: readonly string[] = [
  `CREATE TABLE heartbeat (id BIGINT PRIMARY KEY, at BIGINT NOT NULL)`,
  // 1: the wallet may have made payments that the database does not contain.
  `ALTER TABLE connection ADD COLUMN unsure BIGINT NOT NULL DEFAULT 0`,
];
