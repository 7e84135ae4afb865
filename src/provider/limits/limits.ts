/** Calls per minute, evenly spread. After an idle period, `burst` calls are allowed at once. */
export interface RateLimit {
  perMinute: number;
  burst: number;
}

/** Limits of a provider. Times are in milliseconds. */
export interface ProviderLimits {
  /** Open sockets. Further connections are closed. */
  maxConnections: number;
  /** From the connection, or the first byte of a further request, to the end of the headers. */
  headersTimeout: number;
  /** To the end of the body. */
  requestTimeout: number;
  /** Interval at which Node checks both timeouts. */
  connectionsCheckingInterval: number;
  /** New work is rejected while the event loop lags more than this, so that payments continue. */
  maxEventLoopDelay: number;
  /** New connections of one IP address. */
  newConnections: RateLimit;
  /**
   * Relay calls of one IP address, valid or not: verifying a proof is the most expensive operation that an
   * unauthenticated caller can trigger.
   */
  callsPerAddress: RateLimit;
  /** Relay calls of one session key. */
  callsPerKey: RateLimit;
  /** Consent requests for one site. */
  consentsPerSite: RateLimit;
  /** Consent requests of one visitor's browser. */
  consentsPerVisitor: RateLimit;
}

/** The defaults. */
export const DEFAULT_LIMITS: ProviderLimits = {
  maxConnections: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  connectionsCheckingInterval: 1_000,
  maxEventLoopDelay: 200,
  newConnections: { perMinute: 30, burst: 30 },
  callsPerAddress: { perMinute: 3_000, burst: 1_000 },
  // A page with 20 links starts with 42 calls, and a visitor may have several windows.
  callsPerKey: { perMinute: 120, burst: 200 },
  consentsPerSite: { perMinute: 60, burst: 60 },
  consentsPerVisitor: { perMinute: 10, burst: 10 },
};

/** A developer's machine may be slow, and its tests simulate many visitors. */
export const SANDBOX_LIMITS: ProviderLimits = { ...DEFAULT_LIMITS, maxEventLoopDelay: 10_000 };

export const MAX_BODY_BYTES: number = 16 * 1024;
export const MAX_HEADER_BYTES: number = 8 * 1024;
export const MAX_HEADERS = 64;
export const MAX_URL_LENGTH = 2_048;
