import type { Metrics } from '../../operations/metrics.js';
import type { GrantServices } from '../../wallet-grants/access-tokens.js';
import type { VisibleTimeTokens } from '../../authentication/visible-time-token.js';
import type { FairScheduler } from './fair-scheduler.js';
import type { ExchangeRateCache } from './exchange-rate-cache.js';

/** For payments. */
export interface PaymentServices extends GrantServices {
  metrics: Metrics;
  visibleTimeTokens: VisibleTimeTokens;
  /** Ids of the connections that this node is currently processing a payment for. */
  lockedConnections: Set<string>;
  fairScheduler: FairScheduler;
  /** By resource server: whether a quote can be paid at most once. Absent if unknown. */
  singleUseQuotes: Map<string, boolean>;
  exchangeRates: ExchangeRateCache;
}
