import type { Resolve } from './resolve.js';

/** What may go out, and how much of it. */
export interface EgressOptions {
  /** True: wallets may also stand on this machine, on any port, and there on http. */
  sandbox: boolean;
  /** Ports that wallets may listen on. */
  ports: readonly number[];
  /** Milliseconds for finding the host, connecting and shaking hands. */
  connectTimeout: number;
  /** Milliseconds for a whole call: waiting for its turn, connecting, the last byte of the body. */
  totalTimeout: number;
  /** Bytes of an answer, before and after decompression. */
  bodyLimit: number;
  /** A resource server gets a token only after it has named its authorization server; false: also one that names none. */
  requireAsUri: boolean;
  /** Calls at once that a host begins with; each good answer allows a little more, each sign of trouble half as much. */
  concurrency: number;
  /** And the most it may come to. One wallet with all the visitors needs more than a stranger. */
  mostConcurrency: number;
  /** Calls a second to a host that has not given one good answer yet: nobody's site is to be hammered through us. */
  strangerRate: number;
  /** After so many failed calls in a row a host is left alone … */
  breakAfter: number;
  /** … for so many milliseconds; then one call tries it. */
  breakFor: number;
  /** Finds the addresses of a host. Default: the system's name servers. */
  resolve?: Resolve;
}

const PRODUCTION: EgressOptions = {
  sandbox: false,
  ports: [443],
  connectTimeout: 3_000,
  totalTimeout: 10_000,
  bodyLimit: 64 * 1024,
  requireAsUri: true,
  concurrency: 8,
  mostConcurrency: 64,
  strangerRate: 20,
  breakAfter: 5,
  breakFor: 30_000,
};

/** Whoever restarts a wallet, or has it fail on purpose, does not wait for it afterwards. */
const SANDBOX: Partial<EgressOptions> = { sandbox: true, strangerRate: Infinity, breakAfter: Infinity };

export function egressOptions(sandbox: boolean, changes: Partial<EgressOptions> = {}): EgressOptions {
  return { ...PRODUCTION, ...(sandbox ? SANDBOX : {}), ...changes };
}
