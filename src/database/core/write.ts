import type { Kysely } from 'kysely';

export interface WriteOptions {
  /**
   * False: resolves when the result is visible, before it is on disk. If the process is killed, nothing is
   * lost. A power failure may lose this and later writes, but never earlier ones. For writes that can be
   * detected or repeated. Default: true.
   */
  durable?: boolean | undefined;
}

/** Runs `work` in a transaction, completely or not at all. `work` may await only its transaction. */
export type Write<Schema> = <Result>(
  work: (transaction: Kysely<Schema>) => Promise<Result>,
  options?: WriteOptions,
) => Promise<Result>;
