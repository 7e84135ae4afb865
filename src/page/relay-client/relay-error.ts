import type { ErrorCode } from '../../protocol/error-codes.js';

export interface RelayErrorOptions extends ErrorOptions {
  /** HTTP status of the provider's response. Absent if there was none. */
  status?: number | undefined;
  /** What the code means in general. */
  title?: string | undefined;
  /** What happened this time. */
  detail?: string | undefined;
  /** What to do about it. */
  fix?: string | undefined;
  /** Milliseconds to wait before a retry, from the provider. */
  retryAfter?: number | undefined;
}

/** The provider refused, failed, or did not follow the relay protocol. */
export class RelayError extends Error {
  declare readonly code: ErrorCode;
  declare readonly status?: number;
  declare readonly fix?: string;
  declare readonly retryAfter?: number;

  /** The code's entry in PAGE_ERRORS or PROVIDER_ERRORS can be passed as options. */
  constructor(code: ErrorCode, { status, title, detail, fix, retryAfter, cause }: RelayErrorOptions = {}) {
    super(detail ?? title ?? code, { cause });
    Object.assign(this, { code, status, fix, retryAfter });
  }
}
