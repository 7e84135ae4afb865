import { ERROR_CODES } from '../protocol/error-codes.js';
import type { ErrorCode } from '../protocol/error-codes.js';

export interface RelayErrorOptions extends ErrorOptions {
  /** The HTTP status of the provider's answer, when there was one. */
  status?: number;
  /** What happened this time. */
  detail?: string;
  /** Milliseconds that the provider asks to wait. */
  retryAfter?: number;
}

/** The peer's fault: the provider refused, failed, or did not answer as the relay protocol says. */
export class RelayError extends Error {
  readonly code: ErrorCode;
  readonly status: number | undefined;
  readonly detail: string | undefined;
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, options: RelayErrorOptions = {}) {
    super(options.detail ?? ERROR_CODES[code].title, options);
    this.code = code;
    this.status = options.status;
    this.detail = options.detail;
    this.retryAfter = options.retryAfter;
  }
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_CODES, code);
}
