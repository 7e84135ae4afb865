import type { FastifyBaseLogger } from 'fastify';
import type { Kysely } from 'kysely';
import type { Write } from '../database/group-commit.js';
import type { OpenedDatabase, Readable } from '../database/open-database.js';
import type { Sites } from './checks/check-site.js';
import type { NonceIssuer } from './checks/nonces.js';
import type { ReplayGuard } from './checks/replay-guard.js';
import type { SessionKeys } from './checks/session-keys.js';
import type { AccessTokenCache } from './consent/wallet-grants.js';
import type { Egress } from './egress/egress.js';
import type { ClientKeys } from './keys/client-keys.js';
import type { Metrics } from './operations/metrics.js';
import type { SecretBox } from './keys/secret-box.js';
import type { RateChecks } from './limits/check-rates.js';
import type { Limits } from './limits/limits.js';
import type { OpenPaymentsClient } from './open-payments/client.js';
import type { Allowance, SandboxVisitor } from './options.js';
import type { Marks } from './payments/accrual/marks.js';
import type { LearnedRates } from './payments/rounding/learned-rates.js';
import type { Turns } from './payments/turns.js';
import type { ProviderSchema } from './schema.js';
import type { SingleFlight } from './single-flight.js';
import type { Trace } from './trace/trace.js';

export type Transaction = Kysely<ProviderSchema>;

/** Reads alike what is committed and what a transaction sees. */
export type Reader = Readable<ProviderSchema>;

/** What the provider's rules work with. Built once by `createProvider`. */
export interface Services {
  origin: string;
  allowance: Allowance;
  sites: Sites;
  clientName: string;
  metrics: Metrics;
  stopping: AbortSignal;
  minPaymentDelay: number;
  sandbox: boolean;
  sandboxVisitor: SandboxVisitor | undefined;
  /** Null in production, where nothing is kept for pages to look at. */
  trace: Trace | null;
  /** What is committed. */
  database: Reader;
  write: Write<ProviderSchema>;
  /** The database's connections; absent where there is only one. */
  pool: OpenedDatabase<ProviderSchema>['pool'];
  /** Names of the migrations that it has had. */
  migrated: OpenedDatabase<ProviderSchema>['migrated'];
  secrets: SecretBox;
  clientKeys: ClientKeys;
  egress: Egress;
  client: OpenPaymentsClient;
  singleFlight: SingleFlight;
  nonces: NonceIssuer;
  marks: Marks;
  replays: ReplayGuard;
  sessionKeys: SessionKeys;
  accessTokens: AccessTokenCache;
  limits: Limits;
  rates: RateChecks;
  /** Connections that a tick is being worked on for, by this node. */
  paying: Set<string>;
  turns: Turns;
  /** Resource servers of which it is known whether a quote of theirs is paid once at most. */
  singleUseQuotes: Map<string, boolean>;
  /** What of the payer's money arrives. */
  learnedRates: LearnedRates;
  log: FastifyBaseLogger;
  now: () => number;
  sleep: (milliseconds: number) => Promise<void>;
  close: () => Promise<void>;
}
