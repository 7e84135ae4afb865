import { setTimeout } from 'node:timers/promises';
import { CompiledQuery, type Kysely } from 'kysely';
import { exponentialDelay } from '../../protocol/retry-delay.js';
import { DatabaseBusyError } from '../core/database-busy-error.js';
import type { Write } from '../core/write.js';
import { isSerializationConflict } from './classify-postgres-error.js';

const MAX_ATTEMPTS = 5;
/** Maximum delay before the second attempt. It doubles with each further attempt. */
const MAX_FIRST_RETRY_DELAY_MS = 20;
const MAX_RETRY_DELAY_MS = 160;

/** Runs each unit of work in its own transaction on its own connection. PostgreSQL shares fsyncs itself. */
export function createPostgresWriter<Schema>(database: Kysely<Schema>): Write<Schema> {
  return async (work, { durable = true } = {}) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await database
          .connection()
          .execute((transaction) => runTransaction(transaction, work, durable ? BEGIN : BEGIN_NOT_DURABLE));
      } catch (error) {
        if (!isSerializationConflict(error)) throw error;
        if (attempt === MAX_ATTEMPTS) throw new DatabaseBusyError(error);
        const ceiling = exponentialDelay(attempt - 1, MAX_FIRST_RETRY_DELAY_MS, MAX_RETRY_DELAY_MS);
        await setTimeout(Math.random() * ceiling);
      }
    }
  };
}

async function runTransaction<Schema, Result>(
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
    // On a lost connection there is nothing to roll back. The first error is reported.
    await transaction.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}

/**
 * Milliseconds. Set in each transaction, because behind a pooler, session settings do not outlive a
 * transaction.
 */
const TRANSACTION_TIMEOUTS_MS = {
  lock_timeout: 5_000,
  statement_timeout: 10_000,
  idle_in_transaction_session_timeout: 15_000,
};

// One message and one round trip.
const BEGIN = CompiledQuery.raw(
  [
    'BEGIN ISOLATION LEVEL READ COMMITTED',
    ...Object.entries(TRANSACTION_TIMEOUTS_MS).map(([name, value]) => `SET LOCAL ${name} = ${value}`),
  ].join('; '),
);
const BEGIN_NOT_DURABLE = CompiledQuery.raw(`${BEGIN.sql}; SET LOCAL synchronous_commit = off`);
const COMMIT = CompiledQuery.raw('COMMIT');
const ROLLBACK = CompiledQuery.raw('ROLLBACK');
