import type { FastifyBaseLogger } from 'fastify';
import type { Sites } from './checks/check-site.js';
import type { Limits } from './limits/limits.js';
import type { EgressOptions } from './egress/egress-options.js';
import type { Metrics } from './operations/metrics.js';
import type { Repeat } from './repeat.js';
import type { StepListener } from './steps.js';

/** Decimal strings in the visitor's asset. */
export interface Allowance {
  /** What may be spent in an hour, e.g. `'0.60'`. */
  ratePerHour: string;
  /** What may be spent in one `period`, e.g. `'5.00'`. */
  budget: string;
  /** ISO 8601 duration after which the budget renews, or null for never. */
  period: string | null;
  /** The most that a visitor may choose. Default: no more than is proposed. */
  maxRatePerHour?: string;
  maxBudget?: string;
  /** Days after which the visitor is asked again. Default: 30. */
  consentDays?: number;
}

export const DEFAULT_ALLOWANCE: Allowance = {
  ratePerHour: '0.60',
  budget: '5.00',
  period: 'P1M',
  maxRatePerHour: '1.00',
  maxBudget: '20.00',
};

/** A visitor who is always there and always consents: only in a sandbox, and only for pages on loopback. */
export interface SandboxVisitor {
  walletAddress: string;
  /** Origins that are connected by hand all the same. */
  strangers?: readonly string[];
  /** Drives the consent page behind `redirect` as a browser would, up to and including the provider's finish page. */
  consent(redirect: string): Promise<void>;
}

export interface ProviderOptions {
  /** The provider's own origin as the world sees it, e.g. `https://provider.example`. Never taken from a Host header. */
  origin: string;
  /** Folder for database and keys (made with mode 0700), or null to keep everything in memory. */
  dataDirectory: string | null;
  /** `postgres://…`: the database, for one or several providers. Default: a SQLite file in `dataDirectory`. */
  databaseUrl?: string;
  /**
   * Seals every token and key in the database: 32 bytes as base64url, the same for all nodes. Of several, the newest comes first; all open.
   * Default: a file in `dataDirectory`.
   */
  secretKey?: string | readonly string[];
  /** True: no real money. Wallets may be on http and loopback, and every answer says so. Default: whether there is a `sandboxVisitor`. */
  sandbox?: boolean;
  /** False: pages are not told which wallets were asked for them, and nothing is kept for that. Outside of a sandbox they never are. */
  trace?: boolean;
  /** Pages on loopback are connected to this visitor without a click. */
  sandboxVisitor?: SandboxVisitor;
  allowance?: Allowance;
  /** Whose pages may use this provider. Default: everybody's. */
  sites?: Sites;
  /** What visitors read on their wallet's consent page. */
  clientName?: string;
  /** Whose X-Forwarded-For is believed: addresses and networks, separated by commas. Default: nobody's. */
  trustProxy?: string;
  /** Where the provider counts what it does; see `createMetrics()`. */
  metrics?: Metrics;
  /** Aborted before `close()`: the provider says that it is not ready any more, lets connections end, and begins nothing by itself. */
  stopping?: AbortSignal;
  /** For tests of crashes: called between any two effects, and waited for. Default: nobody is. */
  onStep?: StepListener;
  /** What may go out to wallets; the defaults are those of a provider in production, in a sandbox looser ones. */
  egress?: Partial<EgressOptions>;
  /** Resource servers whose quotes are known to be paid once at most. Of others the provider finds it out. */
  singleUseQuotes?: readonly string[];
  /** Milliseconds since 1970. */
  now?: () => number;
  /** Resolves after so many milliseconds. */
  sleep?: (milliseconds: number) => Promise<void>;
  /** Calls `work` every so many milliseconds; returns what stops it. Default: a timer. */
  repeat?: Repeat;
  logger?: FastifyBaseLogger;
  /** Least time between two payments of one connection. */
  minPaymentDelay?: number;
  /** Default: `DEFAULT_LIMITS`; in the sandbox, rates do not count what comes from this machine. */
  limits?: Partial<Limits>;
}
