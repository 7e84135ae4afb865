import type { FastifyBaseLogger } from 'fastify';
import type { Kysely } from 'kysely';
import type { Write } from '../../database/core/write.js';
import type { OpenedDatabase, DatabaseReader } from '../../database/core/opened-database.js';
import type { AllowedSites } from '../authentication/check-site.js';
import type { NonceIssuer } from '../authentication/nonces.js';
import type { ReplayGuard } from '../authentication/replay-guard.js';
import type { SessionKeys } from '../authentication/session-keys.js';
import type { AccessTokenCache } from '../wallet-grants/access-tokens.js';
import type { Egress } from '../egress/egress.js';
import type { ClientKeyRing } from '../keys/client-key-ring.js';
import type { Metrics } from '../operations/metrics.js';
import type { SecretBox } from '../keys/secret-box.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import type { ProviderLimits } from '../limits/limits.js';
import type { OpenPaymentsClient } from '../open-payments/open-payments-client.js';
import type { Allowance, SandboxVisitor } from './options.js';
import type { VisibleTimeTokens } from '../payments/accrual/visible-time-token.js';
import type { ExchangeRateCache } from '../payments/rounding/exchange-rate-cache.js';
import type { FairScheduler } from '../payments/fair-scheduler.js';
import type { ProviderSchema } from './database-schema.js';
import type { SingleFlight } from './single-flight.js';
import type { Trace } from '../trace/trace.js';

export type Transaction = Kysely<ProviderSchema>;

/** A reader of either the committed state or an open transaction. */
export type ProviderReader = DatabaseReader<ProviderSchema>;

/** The provider's shared dependencies. Built once by `createProvider`. */
export interface Services {
  origin: string;
  allowance: Allowance;
  sites: AllowedSites;
  clientName: string;
  metrics: Metrics;
  shutdownSignal: AbortSignal;
  minPaymentDelay: number;
  sandbox: boolean;
  sandboxVisitor: SandboxVisitor | undefined;
  /** Null in production, where no trace is kept. */
  trace: Trace | null;
  /** Reads the committed state. */
  database: ProviderReader;
  write: Write<ProviderSchema>;
  /** Counts of the database connection pool. Absent if the database has one connection only. */
  readPoolCounts: OpenedDatabase<ProviderSchema>['readPoolCounts'];
  /** Names of the applied migrations. */
  readAppliedMigrations: OpenedDatabase<ProviderSchema>['readAppliedMigrations'];
  secrets: SecretBox;
  clientKeys: ClientKeyRing;
  egress: Egress;
  client: OpenPaymentsClient;
  singleFlight: SingleFlight;
  nonces: NonceIssuer;
  visibleTimeTokens: VisibleTimeTokens;
  replayGuard: ReplayGuard;
  sessionKeys: SessionKeys;
  accessTokens: AccessTokenCache;
  limits: ProviderLimits;
  rateLimiter: RateLimiter;
  /** Ids of the connections that this node is currently processing a payment for. */
  lockedConnections: Set<string>;
  fairScheduler: FairScheduler;
  /** By resource server: whether a quote can be paid at most once. Absent if unknown. */
  singleUseQuotes: Map<string, boolean>;
  exchangeRates: ExchangeRateCache;
  log: FastifyBaseLogger;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  close: () => Promise<void>;
}
