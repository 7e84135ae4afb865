import { CompiledQuery, type Kysely } from 'kysely';
import { createFlush } from './flush.js';

export interface WriteOptions {
  /**
   * False: answers when everybody can see the result, before it is on disk. A killed process loses nothing; a power cut may lose it together
   * with everything after it, never something before it. For what can be found out or done again. Default true.
   */
  durable?: boolean;
}

/** Runs `work` alone and whole, or not at all. `work` must await nothing but its transaction. */
export type Write<Schema> = <Result>(
  work: (transaction: Kysely<Schema>) => Promise<Result>,
  options?: WriteOptions,
) => Promise<Result>;

interface Attempt<Schema> {
  run(transaction: Kysely<Schema>): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  durable: boolean;
}

/**
 * Group commit: what waits while another group is written shares one transaction, and what waits for the disk shares one fsync, off this thread.
 * Each piece of work keeps its own savepoint: it fails alone.
 * @param sync resolves when everything committed before the call is on disk.
 */
export function createWriter<Schema>(database: Kysely<Schema>, sync: () => Promise<void>): Write<Schema> {
  const flush = createFlush(sync);
  const waiting: Attempt<Schema>[] = [];
  let committing = false;

  async function commitWaiting(): Promise<void> {
    committing = true;
    while (waiting.length > 0) await commitGroup(database, waiting.splice(0), flush);
    committing = false;
  }

  return <Result>(
    work: (transaction: Kysely<Schema>) => Promise<Result>,
    { durable = true }: WriteOptions = {},
  ) =>
    new Promise<Result>((resolve, reject) => {
      waiting.push({ run: work, resolve: resolve as (result: unknown) => void, reject, durable });
      if (!committing) void commitWaiting();
    });
}

async function commitGroup<Schema>(
  database: Kysely<Schema>,
  group: Attempt<Schema>[],
  flush: () => Promise<void>,
): Promise<void> {
  let reports: (() => void)[];
  try {
    reports = await database.connection().execute((transaction) => runGroup(transaction, group));
  } catch (error) {
    for (const { reject } of group) reject(error);
    return;
  }
  const onDisk = group.some(({ durable }) => durable) ? flush() : Promise.resolve();
  for (const [index, report] of reports.entries()) {
    const { durable, reject } = group[index] as Attempt<Schema>;
    if (durable) onDisk.then(report, reject);
    else report();
  }
}

/** Commits, and answers what each piece of work is to be told. */
async function runGroup<Schema>(
  transaction: Kysely<Schema>,
  group: Attempt<Schema>[],
): Promise<(() => void)[]> {
  await transaction.executeQuery(BEGIN);
  try {
    const reports: (() => void)[] = [];
    // A piece that is alone needs no savepoint: what it throws rolls everything back.
    for (const attempt of group) {
      reports.push(
        group.length === 1 ? await run(transaction, attempt) : await runInSavepoint(transaction, attempt),
      );
    }
    await transaction.executeQuery(COMMIT);
    return reports;
  } catch (error) {
    // SQLite may have rolled back already (a full disk): the first error is the one to be told.
    await transaction.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}

async function run<Schema>(transaction: Kysely<Schema>, attempt: Attempt<Schema>): Promise<() => void> {
  const result = await attempt.run(transaction);
  return () => attempt.resolve(result);
}

async function runInSavepoint<Schema>(
  transaction: Kysely<Schema>,
  attempt: Attempt<Schema>,
): Promise<() => void> {
  await transaction.executeQuery(SAVEPOINT);
  try {
    const report = await run(transaction, attempt);
    await transaction.executeQuery(RELEASE);
    return report;
  } catch (error) {
    await transaction.executeQuery(UNDO);
    await transaction.executeQuery(RELEASE);
    return () => attempt.reject(error);
  }
}

const BEGIN = CompiledQuery.raw('BEGIN IMMEDIATE');
const COMMIT = CompiledQuery.raw('COMMIT');
const ROLLBACK = CompiledQuery.raw('ROLLBACK');
const SAVEPOINT = CompiledQuery.raw('SAVEPOINT piece');
const RELEASE = CompiledQuery.raw('RELEASE piece');
const UNDO = CompiledQuery.raw('ROLLBACK TO piece');
