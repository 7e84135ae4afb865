import type { ErrorCode } from '../../../protocol/error-codes.js';

export interface AgentError {
  readonly code: ErrorCode;
  /** One sentence: what happened. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
}
