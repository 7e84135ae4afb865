import { setTimeout } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import { DatabaseBusyError } from './database-busy-error.js';
import type { Write } from './group-commit.js';
import { isConflict } from './postgres-errors.js';

const MOST_ATTEMPTS = 5;
/** Milliseconds before the second attempt, at most; doubled for each further one. */
const FIRST_PAUSE = 20;

/** Every piece of work is a transaction of its own, on a connection of its own: PostgreSQL itself shares the fsyncs. */
export function createPostgresWriter<Schema>(database: Kysely<Schema>): Write<Schema> {
  return async (work, { durable = true } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await database
          .connection()
          .execute((transaction) => run(transaction, work, durable ? BEGIN : BEGIN_NOT_DURABLE));
      } catch (error) {
        if (!isConflict(error)) throw error;
        if (attempt === MOST_ATTEMPTS) throw new DatabaseBusyError(error);
        await setTimeout(Math.random() * FIRST_PAUSE * 2 ** (attempt - 1));
      }
    }
  };
}

async function run<Schema, Result>(
  transaction: Kysely<Schema>,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
  begin: CompiledQuery,
): Promise<Result> {
  await transaction.executeQuery(begin);
  try {
    const result = await work(transaction);
    await transaction.executeQuery(COMMIT);
    return result;
  } catch (error) {
    // On a lost connection there is nothing to roll back: the first error is the one to be told.
    await transaction.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}

/** Milliseconds. Of each transaction anew: a session's settings do not outlive a transaction where a pooler is in front. */
const LIMITS = {
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
};

// One message, one round trip.
const BEGIN = CompiledQuery.raw(
  [
    'BEGIN ISOLATION LEVEL READ COMMITTED',
    ...Object.entries(LIMITS).map(([name, value]) => `SET LOCAL ${name} = ${value}`),
  ].join('; '),
);
const BEGIN_NOT_DURABLE = CompiledQuery.raw(`${BEGIN.sql}; SET LOCAL synchronous_commit = off`);
const COMMIT = CompiledQuery.raw('COMMIT');
const ROLLBACK = CompiledQuery.raw('ROLLBACK');
