import { sql, type SqlBool } from 'kysely';
import { BRIEF_LIFETIME, LIFETIME } from '../idempotency/stored-answers.js';
import type { Transaction } from '../services.js';

const DAY = 86_400_000;
/** The account page's chart has twelve months. */
const PAYMENTS = 396 * DAY;

/** Deletes at most `limit` rows that are not needed at `now` any more. @returns how many. */
export type Rule = (transaction: Transaction, now: number, limit: number) => Promise<bigint>;

/** In this order, for rows refer to each other. All but sessions with payments: see sweep-sessions.ts. */
export const RULES: readonly Rule[] = [
  answers(1n, BRIEF_LIFETIME),
  answers(0n, LIFETIME),

  async (transaction, now, limit) =>
    deleted(
      transaction
        .deleteFrom('form_token')
        .where('hash', 'in', (select) =>
          select.selectFrom('form_token').select('hash').where('expires_at', '<=', BigInt(now)).limit(limit),
        ),
    ),

  async (transaction, now, limit) => {
    const over = await transaction
      .selectFrom('refusal')
      .select(['visitor', 'origin'])
      .where('until', '<=', BigInt(now))
      .limit(limit)
      .execute();
    for (const { visitor, origin } of over) {
      await transaction
        .deleteFrom('refusal')
        .where('visitor', '=', visitor)
        .where('origin', '=', origin)
        // As of now: the visitor may have said no again.
        .where('until', '<=', BigInt(now))
        .execute();
    }
    return BigInt(over.length);
  },

  // Payments, but for those of which nobody knows yet whether they were made.
  async (transaction, now, limit) =>
    deleted(
      transaction.deleteFrom('intent').where('id', 'in', (select) =>
        select
          .selectFrom('session')
          .innerJoin('intent as old', 'old.session_id', 'session.id')
          .select('old.id')
          .where('session.expires_at', '<=', BigInt(now - PAYMENTS))
          .where('old.state', '!=', 'submitting')
          .limit(limit),
      ),
    ),

  // Sessions whose payments have gone before.
  async (transaction, now, limit) =>
    deleted(
      transaction.deleteFrom('session').where('id', 'in', (select) =>
        select
          .selectFrom('session as old')
          .select('old.id')
          .where('old.expires_at', '<=', BigInt(now - PAYMENTS))
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('intent').select('id').whereRef('session_id', '=', 'old.id'))),
          )
          .limit(limit),
      ),
    ),

  // Grants that nobody ever had a token of.
  async (transaction, now, limit) =>
    deleted(
      transaction.deleteFrom('wallet_grant').where('id', 'in', (select) =>
        select
          .selectFrom('wallet_grant')
          .select('id')
          .where(UNUSED_GRANT)
          .where('continue_at', '<=', BigInt(now - DAY))
          .limit(limit),
      ),
    ),

  // Connections that nobody ever consented to, and that no visitor is just being asked about.
  async (transaction, now, limit) =>
    deleted(
      transaction.deleteFrom('connection').where('id', 'in', (select) =>
        select
          .selectFrom('connection as old')
          .select('old.id')
          .where(UNCONSENTED)
          .where('old.created_at', '<=', BigInt(now - DAY))
          .where(({ or, eb }) =>
            or([eb('challenge_expires_at', 'is', null), eb('challenge_expires_at', '<=', BigInt(now - DAY))]),
          )
          .where(({ not, exists, selectFrom }) =>
            not(exists(selectFrom('wallet_grant').select('id').whereRef('connection_id', '=', 'old.id'))),
          )
          .limit(limit),
      ),
    ),
];

/** Spelled as the indexes' conditions are. */
const UNUSED_GRANT = sql<SqlBool>`(access_token IS NULL AND state IN ('pending', 'rejected', 'revoked'))`;
const UNCONSENTED = sql<SqlBool>`(grant_id IS NULL AND state IN ('new', 'bound'))`;

function answers(brief: bigint, lifetime: number): Rule {
  return async (transaction, now, limit) =>
    deleted(
      transaction.deleteFrom('idempotent_answer').where('id', 'in', (select) =>
        select
          .selectFrom('idempotent_answer')
          .select('id')
          .where('brief', '=', brief)
          .where('created_at', '<=', BigInt(now - lifetime))
          .limit(limit),
      ),
    );
}

async function deleted(query: { executeTakeFirst(): Promise<{ numDeletedRows: bigint }> }): Promise<bigint> {
  return (await query.executeTakeFirst()).numDeletedRows;
}
