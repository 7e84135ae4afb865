/**
 * Why a request has no usable response.
 *
 * Nothing was sent:
 * - `url-refused`: the URL is not allowed.
 * - `address-refused`: the host's IP address is not allowed.
 * - `host-backing-off`: the host requested a pause with Retry-After, or failed too often.
 *
 * Something may have been sent:
 * - `unreachable`, `timed-out`: no response.
 * - `redirected`, `response-too-large`, `response-not-json`: the response cannot be used.
 * - `not-found`: a 404 that does not have the Open Payments error format.
 */
export type EgressFailure =
  | 'url-refused'
  | 'address-refused'
  | 'host-backing-off'
  | 'unreachable'
  | 'timed-out'
  | 'redirected'
  | 'response-too-large'
  | 'response-not-json'
  | 'not-found';

/** For the log only. The page that chose the URL receives the less specific result of `classifyError`. */
export class EgressError extends Error {
  override readonly name = 'EgressError';
  readonly failure: EgressFailure;
  /** Seconds after which the host may be retried. */
  readonly retryAfter: number | undefined;
  /** The status of a response that is not JSON. */
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
