import type { ErrorCode } from '../protocol/error-codes.js';

export interface RelayErrorOptions extends ErrorOptions {
  /** The HTTP status of the provider's answer, when there was one. */
  status?: number;
  /** What happened. */
  detail?: string;
  /** What to do about it. */
  fix?: string;
  /** Milliseconds that the provider asks to wait. */
  retryAfter?: number;
}

/** The peer's fault: the provider refused, failed, or did not answer as the relay protocol says. */
export class RelayError extends Error {
  readonly code: ErrorCode;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly fix: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: RelayErrorOptions = {}) {
    super(options.detail ?? code, options);
    this.code = code;
    this.status = options.status;
    this.detail = options.detail;
    this.fix = options.fix;
    this.retryAfter = options.retryAfter;
  }
}
