import { type Kysely, sql } from 'kysely';

export interface WriteOptions {
  /**
   * False: answers before the result is on disk. A killed process loses nothing, a power cut may lose it together with everything after it,
   * never something before it. For what can be found out or done again. Default true.
   */
  durable?: boolean;
}

/** Runs `work` alone and whole, or not at all. `work` must await nothing but its transaction. */
export type Write<Schema> = <Result>(
  work: (transaction: Kysely<Schema>) => Promise<Result>,
  options?: WriteOptions,
) => Promise<Result>;

interface Attempt<Schema> {
  /** Answers with what tells the caller, once the group is committed. */
  run(transaction: Kysely<Schema>): Promise<() => void>;
  reject(error: unknown): void;
  durable: boolean;
}

/**
 * Group commit: an fsync costs more than a payment, so whatever is waiting when the disk is free shares one.
 * Each piece of work keeps its own savepoint: it fails alone.
 */
export function createWriter<Schema>(database: Kysely<Schema>): Write<Schema> {
  const waiting: Attempt<Schema>[] = [];
  let committing = false;

  async function commitWaiting(): Promise<void> {
    committing = true;
    while (waiting.length > 0) await commitGroup(database, waiting.splice(0));
    committing = false;
  }

  return (work, { durable = true } = {}) =>
    new Promise((resolve, reject) => {
      const run = async (transaction: Kysely<Schema>) => {
        const outcome = await inSavepoint(transaction, work);
        return 'result' in outcome ? () => resolve(outcome.result) : () => reject(outcome.error);
      };
      waiting.push({ run, reject, durable });
      if (!committing) void commitWaiting();
    });
}

async function commitGroup<Schema>(database: Kysely<Schema>, group: Attempt<Schema>[]): Promise<void> {
  const durable = group.some((attempt) => attempt.durable);
  try {
    const reports = await database.connection().execute(async (transaction) => {
      if (!durable) await LAZY.execute(transaction);
      await BEGIN.execute(transaction);
      try {
        const done: (() => void)[] = [];
        for (const { run } of group) done.push(await run(transaction));
        await COMMIT.execute(transaction);
        return done;
      } catch (error) {
        await ROLLBACK.execute(transaction);
        throw error;
      } finally {
        if (!durable) await FULL.execute(transaction);
      }
    });
    for (const report of reports) report();
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}

async function inSavepoint<Schema, Result>(
  transaction: Kysely<Schema>,
  work: (transaction: Kysely<Schema>) => Promise<Result>,
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

/** Commits go to the write-ahead log without waiting for the disk; the next durable commit takes them along. */
const LAZY = sql`PRAGMA synchronous=NORMAL`;
const FULL = sql`PRAGMA synchronous=FULL`;
const BEGIN = sql`BEGIN IMMEDIATE`;
const COMMIT = sql`COMMIT`;
const ROLLBACK = sql`ROLLBACK`;
const SAVEPOINT = sql`SAVEPOINT piece`;
const RELEASE = sql`RELEASE piece`;
const UNDO = sql`ROLLBACK TO piece`;
