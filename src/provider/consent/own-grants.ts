import { sql, type SqlBool } from 'kysely';

/**
 * Of a query with `connection` and `wallet_grant` in it: only what this visitor has consented to, by whatever browser the connection was bound since, for
 * its site may bind it elsewhere. The sandbox's visitor has no cookie: there the browser counts.
 */
export function ownGrants(visitor: string) {
  return sql<SqlBool>`(wallet_grant.visitor = ${visitor} OR (wallet_grant.visitor IS NULL AND connection.visitor = ${visitor}))`;
}

/** The same, found by indexes: neither database finds it by the condition above. */
export function ownConnections(visitor: string) {
  return sql<SqlBool>`connection.id IN (SELECT connection_id FROM ${sql.table('wallet_grant')} WHERE visitor = ${visitor} UNION SELECT id FROM ${sql.table('connection')} WHERE visitor = ${visitor})`;
}
