import { RelayProblem } from '../core/relay-problem.js';
import { classifyError, failureCodeOf, isIntermediaryResponse } from './classify-error.js';

/** Seconds until a page retries its link after a response that may not be the wallet's. */
const INTERMEDIARY_RETRY_AFTER_S = 5;

/**
 * The error for the page if a request to a wallet failed without a more specific meaning. The wallet's error
 * text goes to the log only. A page chooses the wallet's URL and must not read other servers' responses
 * through this provider.
 */
export function toWalletProblem(cause: unknown): Error {
  if (cause instanceof RelayProblem) return cause;
  const failure = classifyError(cause);
  if (failure === 'internal') return cause as Error;
  const code = failureCodeOf(failure, 'receiver');
  const retry = code === 'wallet-response-invalid' ? retryIfIntermediary(cause) : {};
  return new RelayProblem(code, undefined, { cause, ...retry });
}

/** An intermediary's page looks like a wrong URL but is temporary, so the page may retry. */
export function retryIfIntermediary(cause: unknown): { retryAfter?: number } {
  return isIntermediaryResponse(cause) ? { retryAfter: INTERMEDIARY_RETRY_AFTER_S } : {};
}
