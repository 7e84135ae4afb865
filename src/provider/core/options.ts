import type { FastifyBaseLogger } from 'fastify';
import type { AllowedSites } from '../authentication/check-site.js';
import type { ProviderLimits } from '../limits/limits.js';
import type { EgressOptions } from '../egress/egress-options.js';
import type { Metrics } from '../operations/metrics.js';
import type { Repeat } from './repeat.js';
import type { CrashPoint } from './crash-points.js';

/** The limits that a visitor is offered. Amounts are decimal strings in the visitor's asset. */
export interface Allowance {
  /** Proposed spending per hour, e.g. `'0.60'`. */
  ratePerHour: string;
  /** Proposed spending per `period`, e.g. `'5.00'`. */
  budget: string;
  /** ISO 8601 duration after which the budget renews, or null for never. */
  period: string | null;
  /** The highest rate that a visitor may choose. Default: `ratePerHour`. */
  maxRatePerHour?: string;
  /** The highest budget that a visitor may choose. Default: `budget`. */
  maxBudget?: string;
  /** Days after which the visitor has to consent again. Default: 30. */
  consentDays?: number;
}

export const DEFAULT_ALLOWANCE: Allowance = {
  ratePerHour: '0.60',
  budget: '5.00',
  period: 'P1M',
  maxRatePerHour: '1.00',
  maxBudget: '20.00',
};

/** A simulated visitor that always consents. Only in a sandbox, and only for pages on loopback. */
export interface SandboxVisitor {
  walletAddress: string;
  /** Origins that are not connected automatically. */
  unconnectedOrigins?: readonly string[];
  /** Completes the consent page at `redirect` like a browser, including the provider's finish page. */
  consent(redirect: string): Promise<void>;
}

export interface ProviderOptions {
  /** The provider's public origin, e.g. `https://provider.example`. It is never read from a Host header. */
  origin: string;
  /** Folder for database and keys (created with mode 0700), or null to keep everything in memory. */
  dataDirectory: string | null;
  /** `postgres://…`: the database, for one or more nodes. Default: a SQLite file in `dataDirectory`. */
  databaseUrl?: string;
  /**
   * Encrypts every token and key in the database: 32 bytes as base64url, the same for all nodes. In a list,
   * the first key encrypts and every key decrypts. Default: a file in `dataDirectory`.
   */
  secretKey?: string | readonly string[];
  /**
   * True: no real money. Wallets may use http and loopback addresses, and every response announces the
   * sandbox. Default: true if `sandboxVisitor` is set.
   */
  sandbox?: boolean;
  /** False disables the trace of wallet calls that sandbox pages can read. Always off outside a sandbox. */
  trace?: boolean;
  /** Pages on loopback are connected to this visitor automatically. */
  sandboxVisitor?: SandboxVisitor;
  allowance?: Allowance;
  /** The sites that may use this provider. Default: all. */
  sites?: AllowedSites;
  /** The client name on the wallet's consent page. */
  clientName?: string;
  /** Trusted proxies (X-Forwarded-For): addresses and networks, separated by commas. Default: none. */
  trustProxy?: string;
  /** Receives the provider's metrics. See `createMetrics()`. */
  metrics?: Metrics;
  /**
   * Abort it before `close()`. The provider then fails its readiness check, closes keep-alive connections and
   * starts no background work.
   */
  shutdownSignal?: AbortSignal;
  /** For crash tests: called and awaited between any two effects. Default: none. */
  crashPoint?: CrashPoint;
  /** Rules for requests to wallets. The sandbox has less strict defaults. */
  egress?: Partial<EgressOptions>;
  /** Resource servers that never pay a quote twice. The provider detects this for all others. */
  singleUseQuotes?: readonly string[];
  /** The current time in milliseconds since 1970. */
  now?: () => number;
  /** Resolves after the given number of milliseconds. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** Calls `work` at an interval and returns a function that stops it. Default: a timer. */
  repeat?: Repeat;
  logger?: FastifyBaseLogger;
  /** Minimum time between two payments of one connection, in milliseconds. */
  minPaymentDelay?: number;
  /** Default: `DEFAULT_LIMITS`. In a sandbox, rate limits do not apply to requests from the same machine. */
  limits?: Partial<ProviderLimits>;
}
