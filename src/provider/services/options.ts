import type { FastifyBaseLogger } from 'fastify';
import type { Allowance, SandboxVisitor } from '../core/allowance.js';
import type { AllowedSites } from '../authentication/check-site.js';
import type { ProviderLimits } from '../limits/limits.js';
import type { EgressOptions } from '../egress/egress-options.js';
import type { Metrics } from '../operations/metrics.js';
import type { Repeat } from '../core/repeat.js';
import type { Options } from '../../protocol/options.js';
import type { StorageOptions } from '../core/storage-options.js';
import type { CrashPoint } from './crash-points.js';

export interface ProviderOptions extends StorageOptions {
  /** The provider's public origin, e.g. `https://provider.example`. It is never read from a Host header. */
  origin: string;
  /**
   * True: no real money. Wallets may use http and loopback addresses, and every response announces the
   * sandbox. Default: true if `sandboxVisitor` is set.
   */
  sandbox?: boolean | undefined;
  /** False disables the trace of wallet calls that sandbox pages can read. Always off outside a sandbox. */
  trace?: boolean | undefined;
  /** Pages on loopback are connected to this visitor automatically. */
  sandboxVisitor?: SandboxVisitor | undefined;
  allowance?: Allowance | undefined;
  /** The sites that may use this provider. Default: all. */
  sites?: AllowedSites | undefined;
  /** The client name on the wallet's consent page. */
  clientName?: string | undefined;
  /** Trusted proxies (X-Forwarded-For): addresses and networks, separated by commas. Default: none. */
  trustProxy?: string | undefined;
  /** Receives the provider's metrics. See `createMetrics()`. */
  metrics?: Metrics | undefined;
  /**
   * Abort it before `close()`. The provider then fails its readiness check, closes keep-alive connections and
   * starts no background work.
   */
  shutdownSignal?: AbortSignal | undefined;
  /** For crash tests: called and awaited between any two effects. Default: none. */
  crashPoint?: CrashPoint | undefined;
  /** Rules for requests to wallets. The sandbox has less strict defaults. */
  egress?: Options<EgressOptions> | undefined;
  /** Resource servers that never pay a quote twice. The provider detects this for all others. */
  singleUseQuotes?: readonly string[] | undefined;
  /** The current time in milliseconds since 1970. */
  now?: (() => number) | undefined;
  /** Resolves after the given number of milliseconds. */
  sleep?: ((milliseconds: number) => Promise<void>) | undefined;
  /** Calls `work` at an interval and returns a function that stops it. Default: a timer. */
  repeat?: Repeat | undefined;
  logger?: FastifyBaseLogger | undefined;
  /** Minimum time between two payments of one connection, in milliseconds. */
  minPaymentDelay?: number | undefined;
  /** Default: `DEFAULT_LIMITS`. In a sandbox, rate limits do not apply to requests from the same machine. */
  limits?: Options<ProviderLimits> | undefined;
}
