import { sql, type SqlBool } from 'kysely';

/**
 * Of a query with `wallet_grant` in it: only what this visitor has consented to. Whose browser a connection is bound in says less, for its site may
 * bind it elsewhere later. The sandbox's visitor has no cookie, and nothing to hide.
 */
export function ownGrants(visitor: string) {
  return sql<SqlBool>`(wallet_grant.visitor = ${visitor} OR wallet_grant.visitor IS NULL)`;
}
