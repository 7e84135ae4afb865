import { type Kysely, sql } from 'kysely';

/** Runs `work` alone and whole, or not at all, and answers when the result is on disk. `work` must await nothing but its transaction. */
export type Write<Schema> = <Result>(
  work: (transaction: Kysely<Schema>) => Promise<Result>,
) => Promise<Result>;

type Attempt<Schema> = (transaction: Kysely<Schema>) => Promise<() => void>;

/**
 * Group commit: an fsync costs more than a payment, so whatever is waiting when the disk is free shares one.
 * Each piece of work keeps its own savepoint: it fails alone.
 */
export function createWriter<Schema>(database: Kysely<Schema>): Write<Schema> {
  const waiting: { attempt: Attempt<Schema>; reject: (error: unknown) => void }[] = [];
  let committing = false;

  async function commitWaiting(): Promise<void> {
    committing = true;
    while (waiting.length > 0) await commitGroup(database, waiting.splice(0));
    committing = false;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const attempt: Attempt<Schema> = async (transaction) => {
        const outcome = await inSavepoint(transaction, work);
        return 'result' in outcome ? () => resolve(outcome.result) : () => reject(outcome.error);
      };
      waiting.push({ attempt, reject });
      if (!committing) void commitWaiting();
    });
}

async function commitGroup<Schema>(
  database: Kysely<Schema>,
  group: { attempt: Attempt<Schema>; reject: (error: unknown) => void }[],
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

const BEGIN = sql`BEGIN IMMEDIATE`;
const COMMIT = sql`COMMIT`;
const ROLLBACK = sql`ROLLBACK`;
const SAVEPOINT = sql`SAVEPOINT piece`;
const RELEASE = sql`RELEASE piece`;
const UNDO = sql`ROLLBACK TO piece`;
