import { CompiledQuery, type Kysely } from 'kysely';
import type { Write, WriteOptions } from '../core/write.js';
import { createSharedFsync } from './shared-fsync.js';

interface QueuedWrite<Schema> {
  run(transaction: Kysely<Schema>): Promise<unknown>;
  resolve(result: unknown): void;
  reject(error: unknown): void;
  durable: boolean;
}

/**
 * Group commit: units of work that arrive during a commit share the next transaction, and commits that wait
 * for the disk share one fsync, outside the main thread. Each unit has its own savepoint, so it fails alone.
 * @param fsync resolves when everything that was committed before the call is on disk.
 */
export function createGroupCommitWriter<Schema>(
  database: Kysely<Schema>,
  fsync: () => Promise<void>,
): Write<Schema> {
  const flush = createSharedFsync(fsync);
  const queue: QueuedWrite<Schema>[] = [];
  let committing = false;

  async function commitQueue(): Promise<void> {
    committing = true;
    while (queue.length > 0) await commitGroup(database, queue.splice(0), flush);
    committing = false;
  }

  return <Result>(
    work: (transaction: Kysely<Schema>) => Promise<Result>,
    { durable = true }: WriteOptions = {},
  ) =>
    new Promise<Result>((resolve, reject) => {
      queue.push({ run: work, resolve: resolve as (result: unknown) => void, reject, durable });
      if (!committing) void commitQueue();
    });
}

async function commitGroup<Schema>(
  database: Kysely<Schema>,
  group: QueuedWrite<Schema>[],
  flush: () => Promise<void>,
): Promise<void> {
  let settleCallers: (() => void)[];
  try {
    settleCallers = await database.connection().execute((transaction) => runGroup(transaction, group));
  } catch (error) {
    for (const { reject } of group) reject(error);
    return;
  }
  const onDisk = group.some(({ durable }) => durable) ? flush() : Promise.resolve();
  for (const [index, settleCaller] of settleCallers.entries()) {
    const { durable, reject } = group[index] as QueuedWrite<Schema>;
    if (durable) onDisk.then(settleCaller, reject);
    else settleCaller();
  }
}

/** Commits a group and returns the result of each unit of work. */
async function runGroup<Schema>(
  transaction: Kysely<Schema>,
  group: QueuedWrite<Schema>[],
): Promise<(() => void)[]> {
  await transaction.executeQuery(BEGIN);
  try {
    const settleCallers: (() => void)[] = [];
    // A single unit needs no savepoint: its error rolls back the transaction.
    for (const queued of group) {
      settleCallers.push(
        group.length === 1
          ? await runWrite(transaction, queued)
          : await runWriteInSavepoint(transaction, queued),
      );
    }
    await transaction.executeQuery(COMMIT);
    return settleCallers;
  } catch (error) {
    // SQLite may have rolled back already, for example if the disk is full. The first error is reported.
    await transaction.executeQuery(ROLLBACK).catch(() => undefined);
    throw error;
  }
}

async function runWrite<Schema>(
  transaction: Kysely<Schema>,
  queued: QueuedWrite<Schema>,
): Promise<() => void> {
  const result = await queued.run(transaction);
  return () => queued.resolve(result);
}

async function runWriteInSavepoint<Schema>(
  transaction: Kysely<Schema>,
  queued: QueuedWrite<Schema>,
): Promise<() => void> {
  await transaction.executeQuery(SAVEPOINT);
  try {
    const settleCaller = await runWrite(transaction, queued);
    await transaction.executeQuery(RELEASE_SAVEPOINT);
    return settleCaller;
  } catch (error) {
    await transaction.executeQuery(ROLLBACK_TO_SAVEPOINT);
    await transaction.executeQuery(RELEASE_SAVEPOINT);
    return () => queued.reject(error);
  }
}

const BEGIN = CompiledQuery.raw('BEGIN IMMEDIATE');
const COMMIT = CompiledQuery.raw('COMMIT');
const ROLLBACK = CompiledQuery.raw('ROLLBACK');
const SAVEPOINT = CompiledQuery.raw('SAVEPOINT piece');
const RELEASE_SAVEPOINT = CompiledQuery.raw('RELEASE piece');
const ROLLBACK_TO_SAVEPOINT = CompiledQuery.raw('ROLLBACK TO piece');
