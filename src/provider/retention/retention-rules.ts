import { sql, type SqlBool } from 'kysely';
import { TICK_RESPONSE_LIFETIME_MS, RESPONSE_LIFETIME_MS } from '../authentication/stored-responses.js';
import type { Transaction } from '../core/services.js';

const DAY_MS = 86_400_000;
/** 13 months. The account page's chart shows twelve. */
const PAYMENT_RETENTION_MS = 396 * DAY_MS;

/**
 * Deletes at most `limit` rows that are no longer needed at `now` (milliseconds since 1970).
 * @returns the number of deleted rows.
 */
export type RetentionRule = (transaction: Transaction, now: number, limit: number) => Promise<bigint>;

/** The order respects references between rows. sweep-sessions.ts deletes sessions without payments. */
export const RETENTION_RULES: readonly RetentionRule[] = [
  deleteResponses(1n, TICK_RESPONSE_LIFETIME_MS),
  deleteResponses(0n, RESPONSE_LIFETIME_MS),

  async (transaction, now, limit) =>
    countDeleted(
      transaction
        .deleteFrom('form_token')
        .where('hash', 'in', (select) =>
          select.selectFrom('form_token').select('hash').where('expires_at', '<=', BigInt(now)).limit(limit),
        ),
    ),

  async (transaction, now, limit) => {
    const expired = await transaction
      .selectFrom('refusal')
      .select(['visitor', 'origin'])
      .where('until', '<=', BigInt(now))
      .limit(limit)
      .execute();
    for (const { visitor, origin } of expired) {
      await transaction
        .deleteFrom('refusal')
        .where('visitor', '=', visitor)
        .where('origin', '=', origin)
        // Checked again, because the visitor may have declined again meanwhile.
        .where('until', '<=', BigInt(now))
        .execute();
    }
    return BigInt(expired.length);
  },

  // Payments, except those whose result is not known yet.
  async (transaction, now, limit) =>
    countDeleted(
      transaction.deleteFrom('intent').where('id', 'in', (select) =>
        select
          .selectFrom('session')
          .innerJoin('intent as old', 'old.session_id', 'session.id')
          .select('old.id')
          .where('session.expires_at', '<=', BigInt(now - PAYMENT_RETENTION_MS))
          .where('old.state', '!=', 'submitting')
          .limit(limit),
      ),
    ),

  // Sessions whose payments are already deleted.
  async (transaction, now, limit) =>
    countDeleted(
      transaction.deleteFrom('session').where('id', 'in', (select) =>
        select
          .selectFrom('session as old')
          .select('old.id')
          .where('old.expires_at', '<=', BigInt(now - PAYMENT_RETENTION_MS))
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('intent').select('id').whereRef('session_id', '=', 'old.id'))),
          )
          .limit(limit),
      ),
    ),

  // Grants that never had an access token.
  async (transaction, now, limit) =>
    countDeleted(
      transaction.deleteFrom('wallet_grant').where('id', 'in', (select) =>
        select
          .selectFrom('wallet_grant')
          .select('id')
          .where(IS_UNUSED_GRANT)
          .where('continue_at', '<=', BigInt(now - DAY_MS))
          .limit(limit),
      ),
    ),

  // Connections without a consent and without a recent consent request.
  async (transaction, now, limit) =>
    countDeleted(
      transaction.deleteFrom('connection').where('id', 'in', (select) =>
        select
          .selectFrom('connection as old')
          .select('old.id')
          .where(IS_UNCONSENTED)
          .where('old.created_at', '<=', BigInt(now - DAY_MS))
          .where(({ or, eb }) =>
            or([
              eb('challenge_expires_at', 'is', null),
              eb('challenge_expires_at', '<=', BigInt(now - DAY_MS)),
            ]),
          )
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('wallet_grant').select('id').whereRef('connection_id', '=', 'old.id'))),
          )
          .limit(limit),
      ),
    ),
];

/** Identical to the conditions of the indexes. Otherwise SQLite does not use the partial indexes. */
const IS_UNUSED_GRANT = sql<SqlBool>`(access_token IS NULL AND state IN ('pending', 'rejected', 'revoked'))`;
const IS_UNCONSENTED = sql<SqlBool>`(grant_id IS NULL AND state IN ('new', 'bound'))`;

function deleteResponses(shortLived: bigint, lifetimeMs: number): RetentionRule {
  return async (transaction, now, limit) =>
    countDeleted(
      transaction.deleteFrom('idempotent_answer').where('id', 'in', (select) =>
        select
          .selectFrom('idempotent_answer')
          .select('id')
          .where('short_lived', '=', shortLived)
          .where('created_at', '<=', BigInt(now - lifetimeMs))
          .limit(limit),
      ),
    );
}

async function countDeleted(query: {
  executeTakeFirst(): Promise<{ numDeletedRows: bigint }>;
}): Promise<bigint> {
  return (await query.executeTakeFirst()).numDeletedRows;
}
