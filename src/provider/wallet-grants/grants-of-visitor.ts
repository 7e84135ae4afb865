import { sql, type RawBuilder, type SqlBool } from 'kysely';

/**
 * SQL condition for the grants that this visitor consented to, for queries with `connection` and
 * `wallet_grant`. The connection's current browser does not matter, because a site can bind a connection to
 * another browser. Grants of the sandbox visitor have no cookie, so there the connection's browser decides.
 */
export function grantsOfVisitor(visitor: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(wallet_grant.visitor = ${visitor} OR (wallet_grant.visitor IS NULL AND connection.visitor = ${visitor}))`;
}

/** The same for connections, in a form for which both databases use their indexes. */
export function connectionsOfVisitor(visitor: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`connection.id IN (SELECT connection_id FROM ${sql.table('wallet_grant')} WHERE visitor = ${visitor} UNION SELECT id FROM ${sql.table('connection')} WHERE visitor = ${visitor})`;
}
