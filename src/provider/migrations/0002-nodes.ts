/** Data that nodes share: the client keys, and the lease for rotating a token. */
export const nodes: readonly string[] = [
  `CREATE TABLE client_key (
    generation BIGINT PRIMARY KEY,
    kid TEXT NOT NULL,
    private_key TEXT NOT NULL,
    signs_from BIGINT NOT NULL
  )`,
  `ALTER TABLE wallet_grant ADD COLUMN rotating_until BIGINT`,
];

/**
 * Used DPoP proofs, shared by all nodes. UNLOGGED, because a crash may lose them: their nonces expire soon.
 * SQLite has only one node and needs no table.
 */
export const nodesOnPostgres: readonly string[] = [
  `CREATE UNLOGGED TABLE used_proof (
    hash TEXT PRIMARY KEY,
    expires_at BIGINT NOT NULL
  )`,
  `CREATE INDEX used_proof_by_end ON used_proof (expires_at)`,
];
