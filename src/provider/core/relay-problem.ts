import { ERROR_CODES, type RelayErrorCode } from '../../protocol/error-codes.js';
import type { Problem } from '../../protocol/relay-messages.js';

/** An error that the page receives as problem details. The code determines its status, title and fix. */
export class RelayProblem extends Error {
  override readonly name = 'RelayProblem';
  readonly code: RelayErrorCode;
  readonly status: number;
  /** Seconds after which the page may retry. */
  readonly retryAfter: number | undefined;

  constructor(code: RelayErrorCode, detail?: string, options: { cause?: unknown; retryAfter?: number } = {}) {
    super(detail ?? ERROR_CODES[code].title, { cause: options.cause });
    this.code = code;
    this.status = ERROR_CODES[code].status;
    this.retryAfter = options.retryAfter;
  }
}

// https://www.rfc-editor.org/rfc/rfc9457.html#section-3.1
/** @param origin the provider's origin. Its error page documents the code. */
export function toProblemDetails(problem: RelayProblem, origin: string): Problem {
  const { title, fix, status } = ERROR_CODES[problem.code];
  const detail = problem.message === title ? {} : { detail: problem.message };
  return { type: `${origin}/errors#${problem.code}`, title, status, code: problem.code, ...detail, fix };
}
