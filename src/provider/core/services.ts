import type { FastifyBaseLogger } from 'fastify';
import type { Kysely } from 'kysely';
import type { Write } from '../../database/core/write.js';
import type { OpenedDatabase, DatabaseReader } from '../../database/core/opened-database.js';
import type { ProviderSchema } from './database-schema.js';
import type { SingleFlight } from './single-flight.js';

export type Transaction = Kysely<ProviderSchema>;

/** A reader of either the committed state or an open transaction. */
export type ProviderReader = DatabaseReader<ProviderSchema>;

/**
 * What any folder of the provider may need. Folders that need more extend it: `WalletServices`,
 * `GrantServices`, `PaymentServices`, `ProviderServices`.
 */
export interface Services {
  origin: string;
  clientName: string;
  shutdownSignal: AbortSignal;
  minPaymentDelay: number;
  sandbox: boolean;
  /** Reads the committed state. */
  database: ProviderReader;
  write: Write<ProviderSchema>;
  /** Counts of the database connection pool. Absent if the database has one connection only. */
  readPoolCounts: OpenedDatabase<ProviderSchema>['readPoolCounts'];
  /** Names of the applied migrations. */
  readAppliedMigrations: OpenedDatabase<ProviderSchema>['readAppliedMigrations'];
  singleFlight: SingleFlight;
  log: FastifyBaseLogger;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
}
