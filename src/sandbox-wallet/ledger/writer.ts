import { type Kysely, sql } from 'kysely';
import type { LedgerSchema } from './schema.js';

export type LedgerTransaction = Kysely<LedgerSchema>;

/** Runs `work` alone and whole, or not at all, and answers when the result is on disk. */
export type Write = <Result>(work: (transaction: LedgerTransaction) => Promise<Result>) => Promise<Result>;

type Attempt = (transaction: LedgerTransaction) => Promise<() => void>;

/**
 * Group commit: an fsync costs more than a payment, so whatever is waiting when the disk is free shares one.
 * Each piece of work keeps its own savepoint: it fails alone.
 */
export function createWriter(database: Kysely<LedgerSchema>): Write {
  const waiting: { attempt: Attempt; reject: (error: unknown) => void }[] = [];
  let committing = false;

  async function commitWaiting(): Promise<void> {
    await commitGroup(database, waiting.splice(0));
    committing = waiting.length > 0;
    if (committing) schedule();
  }

  // The disk is waited for synchronously: the group must be collected before, over all sockets that have something to say.
  function schedule(): void {
    setImmediate(() => void commitWaiting());
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const attempt: Attempt = async (transaction) => {
        const outcome = await inSavepoint(transaction, work);
        return 'result' in outcome ? () => resolve(outcome.result) : () => reject(outcome.error);
      };
      waiting.push({ attempt, reject });
      if (committing) return;
      committing = true;
      schedule();
    });
}

async function commitGroup(
  database: Kysely<LedgerSchema>,
  group: { attempt: Attempt; reject: (error: unknown) => void }[],
): Promise<void> {
  try {
    const settle = await database.connection().execute(async (transaction) => {
      await BEGIN.execute(transaction);
      try {
        const done: (() => void)[] = [];
        for (const { attempt } of group) done.push(await attempt(transaction));
        await COMMIT.execute(transaction);
        return done;
      } catch (error) {
        await ROLLBACK.execute(transaction);
        throw error;
      }
    });
    for (const report of settle) report();
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

async function inSavepoint<Result>(
  transaction: LedgerTransaction,
  work: (transaction: LedgerTransaction) => Promise<Result>,
): Promise<{ result: Result } | { error: unknown }> {
  await SAVEPOINT.execute(transaction);
  try {
    const result = await work(transaction);
    await RELEASE.execute(transaction);
    return { result };
  } catch (error) {
    await UNDO.execute(transaction);
    await RELEASE.execute(transaction);
    return { error };
  }
}

const BEGIN = sql`BEGIN IMMEDIATE`;
const COMMIT = sql`COMMIT`;
const ROLLBACK = sql`ROLLBACK`;
const SAVEPOINT = sql`SAVEPOINT piece`;
const RELEASE = sql`RELEASE piece`;
const UNDO = sql`ROLLBACK TO piece`;
