/**
 * Why a request did not get an answer that can be read. Before anything was sent: `url-refused` its URL may not be called · `address-refused` its host stands where
 * no wallet may stand · `host-closed` the host asked for a rest, or was silent too often. After that: `unreachable`, `timed-out`, and about the answer
 * `redirected`, `answer-too-large`, `answer-not-json`, `not-found` a 404 in a form that is not Open Payments'.
 */
export type EgressFailure =
  | 'url-refused'
  | 'address-refused'
  | 'host-closed'
  | 'unreachable'
  | 'timed-out'
  | 'redirected'
  | 'answer-too-large'
  | 'answer-not-json'
  | 'not-found';

/** For the log: the page that named the URL is told only what classifyError makes of it. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly failure: EgressFailure;
  /** Seconds after which the host may be asked again. */
  readonly retryAfter: number | undefined;
  /** Of an answer that nobody can read. */
  readonly status: number | undefined;

  constructor(
    failure: EgressFailure,
    message: string,
    { cause, retryAfter, status }: { cause?: unknown; retryAfter?: number; status?: number } = {},
  ) {
    super(message, { cause });
    this.failure = failure;
    this.retryAfter = retryAfter;
    this.status = status;
  }
}
