/** Who takes part in the flow. `receiver` and `visitor` are their wallets. */
export type TraceParty = 'page' | 'agent' | 'provider' | 'receiver' | 'visitor';

/**
 * One arrow of the flow: a call and its answer, or an event at the page. Secrets (proofs, tokens, signatures, nonces) are
 * taken out before an entry is made. An entry is told when it begins and, with the same `id`, again when it has ended.
 */
export interface TraceEntry {
  readonly id: string;
  /** Milliseconds since the epoch, by the clock of who recorded it. */
  readonly at: number;
  /** Milliseconds until the answer; null while it is awaited; 0 for an event. */
  readonly took: number | null;
  readonly from: TraceParty;
  readonly to: TraceParty;
  /** As the specification names it: `GET wallet address`, `POST incoming payment`, `monetization`, … */
  readonly name: string;
  /** The link that it is for, as its `href` has it. */
  readonly href?: string;
  /** Of HTTP; absent for events, and while the answer is awaited. */
  readonly status?: number;
  readonly request?: unknown;
  readonly response?: unknown;
  /** Code, cause and fix, when it failed. */
  readonly error?: { readonly code: string; readonly message: string; readonly fix: string };
}

/** `GET /relay/trace/:after` → 200, in a sandbox only: what the provider asked wallets for this page's key. */
export interface RelayTrace {
  /** Those that have begun or ended since `after`. */
  readonly entries: readonly TraceEntry[];
  /** What to ask `after` the next time. 0 is the first. */
  readonly last: number;
  /** By the clock of `at`. */
  readonly now: number;
}
