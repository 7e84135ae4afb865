/** So many, spread over a minute; after a quiet time `burst` of them at once. */
export interface Rate {
  perMinute: number;
  burst: number;
}

/** What the provider takes on. Times in milliseconds. */
export interface Limits {
  /** Open sockets; what comes beyond is hung up on. */
  maxConnections: number;
  /** From the first byte, or the connection, to the end of the headers. */
  headersTimeout: number;
  /** To the end of the body. */
  requestTimeout: number;
  /** How often both are looked at. */
  checkInterval: number;
  /** When the event loop lags more than this, new work is refused so that payments go on. */
  maxLag: number;
  /** New connections, of one IP address. */
  newConnections: Rate;
  /** Relay calls of one IP address, whatever they carry: verifying a proof is the dearest thing that a stranger can ask for. */
  callsPerAddress: Rate;
  /** Relay calls of one session key. */
  callsPerKey: Rate;
  /** Consents that one site asks for. */
  consentsPerSite: Rate;
  /** Consents that one visitor's browser asks for. */
  consentsPerVisitor: Rate;
}

/** Those of a provider that is given none. */
export const DEFAULT_LIMITS: Limits = {
  maxConnections: 10_000,
  headersTimeout: 10_000,
  requestTimeout: 15_000,
  checkInterval: 1_000,
  maxLag: 200,
  newConnections: { perMinute: 30, burst: 30 },
  callsPerAddress: { perMinute: 3_000, burst: 1_000 },
  // A page with 20 links begins with 42 calls, and a visitor may have several windows.
  callsPerKey: { perMinute: 120, burst: 200 },
  consentsPerSite: { perMinute: 60, burst: 60 },
  consentsPerVisitor: { perMinute: 10, burst: 10 },
};

/** A developer's machine is slow at times, and its tests are many visitors at once. */
export const SANDBOX_LIMITS: Limits = { ...DEFAULT_LIMITS, maxLag: 10_000 };

export const BODY_LIMIT = 16 * 1024;
export const HEADERS_LIMIT = 8 * 1024;
export const MOST_HEADERS = 64;
export const LONGEST_URL = 2_048;
