import { withoutUndefined, type Options } from '../../protocol/options.js';
import type { ResolveHost } from './resolve-host.js';

/** Rules and limits for requests to wallets. */
export interface EgressOptions {
  /** True also allows wallets on loopback, on any port and with http. */
  sandbox: boolean;
  /** The allowed ports. */
  ports: readonly number[];
  /** Milliseconds for DNS lookup, connection and TLS handshake. */
  connectTimeout: number;
  /** Milliseconds for a whole request, from waiting in the queue to the last byte of the body. */
  totalTimeout: number;
  /** Maximum bytes of a response, before and after decompression. */
  bodyLimit: number;
  /**
   * A resource server receives a token only after it has named its authorization server. False also accepts a
   * resource server that names none.
   */
  requireAsUri: boolean;
  /** Initial number of concurrent requests per host. Success raises it by small steps, failure halves it. */
  initialConcurrency: number;
  /** Maximum number of concurrent requests per host. */
  maxConcurrency: number;
  /** Requests per second to a host without a successful response so far. Protects unrelated hosts. */
  unknownHostRate: number;
  /** Number of consecutive failures after which requests to a host stop. */
  failureThreshold: number;
  /** Milliseconds after which one request tries such a host again. */
  halfOpenAfter: number;
  /** Resolves a host name to addresses. Default: the system's name servers. */
  resolve?: ResolveHost | undefined;
}

const PRODUCTION_OPTIONS: EgressOptions = {
  sandbox: false,
  ports: [443],
  connectTimeout: 3_000,
  totalTimeout: 10_000,
  bodyLimit: 64 * 1024,
  requireAsUri: true,
  initialConcurrency: 8,
  maxConcurrency: 64,
  unknownHostRate: 20,
  failureThreshold: 5,
  halfOpenAfter: 30_000,
};

/** Developers restart wallets and inject faults, so the sandbox has no back-off. */
const SANDBOX_OPTIONS: Partial<EgressOptions> = {
  sandbox: true,
  unknownHostRate: Infinity,
  failureThreshold: Infinity,
};

export function createEgressOptions(sandbox: boolean, changes: Options<EgressOptions> = {}): EgressOptions {
  return { ...PRODUCTION_OPTIONS, ...(sandbox ? SANDBOX_OPTIONS : {}), ...withoutUndefined(changes) };
}
