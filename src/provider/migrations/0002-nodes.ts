/** What several nodes share: the signing key, and who is rotating a token. */
export const nodes = [
  `CREATE TABLE client_key (
    generation BIGINT PRIMARY KEY,
    kid TEXT NOT NULL,
    private_key TEXT NOT NULL,
    signs_from BIGINT NOT NULL
  )`,
  `ALTER TABLE wallet_grant ADD COLUMN rotating_until BIGINT`,
];

/** Proofs that were used, for every node to know. A crash may forget them, so nothing is logged: their nonces end soon. SQLite has one node. */
export const nodesOnPostgres = [
  `CREATE UNLOGGED TABLE used_proof (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
  )`,
  `CREATE INDEX used_proof_by_end ON used_proof (expires_at)`,
];
