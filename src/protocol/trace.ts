/** The participants of the payment flow. `receiver` and `visitor` are their wallets. */
export type TraceParty = 'page' | 'agent' | 'provider' | 'receiver' | 'visitor';

/**
 * One step of the payment flow: a request with its response, or an event in the page. Entries contain no
 * secrets (proofs, tokens, signatures, nonces). A request is reported when it starts and, with the same `id`,
 * when it ends.
 */
export interface TraceEntry {
  readonly id: string;
  /** Milliseconds since the epoch, from the clock of the recorder. */
  readonly at: number;
  /** Milliseconds until the response; null while it is pending; 0 for an event. */
  readonly took: number | null;
  readonly from: TraceParty;
  readonly to: TraceParty;
  /** The name in the specification: `GET wallet address`, `POST incoming payment`, `monetization`, … */
  readonly name: string;
  /** The `href` of the monetization link. */
  readonly href?: string;
  /** The HTTP status. Absent for events and pending requests. */
  readonly status?: number;
  readonly request?: unknown;
  readonly response?: unknown;
  /** Present if the step failed. */
  readonly error?: { readonly code: string; readonly message: string; readonly fix: string };
}

/** `GET /relay/trace/:after` → 200, only in a sandbox: the provider's wallet calls for this page's key. */
export interface RelayTrace {
  /** The entries that started or ended since `after`. */
  readonly entries: readonly TraceEntry[];
  /** The `after` value for the next request. The first request uses 0. */
  readonly last: number;
  /** The current time of the clock that wrote `at`. */
  readonly now: number;
}
