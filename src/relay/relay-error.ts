import type { ErrorCode } from '../protocol/error-codes.js';

export interface RelayErrorOptions extends ErrorOptions {
  /** The HTTP status of the provider's answer, when there was one. */
  status?: number;
  /** What happened, in general. */
  title?: string;
  /** What happened, this time. */
  detail?: string;
  /** What to do about it. */
  fix?: string;
  /** Milliseconds that the provider asks to wait. */
  retryAfter?: number;
}

/** The peer's fault: the provider refused, failed, or did not answer as the relay protocol says. */
export class RelayError extends Error {
  declare readonly code: ErrorCode;
  declare readonly status?: number;
  declare readonly fix?: string;
  declare readonly retryAfter?: number;

  /** The code's own entry in ERROR_CODES makes good options. */
  constructor(code: ErrorCode, { status, title, detail, fix, retryAfter, cause }: RelayErrorOptions = {}) {
    super(detail ?? title ?? code, { cause });
    Object.assign(this, { code, status, fix, retryAfter });
  }
}
