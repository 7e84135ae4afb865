import { RelayProblem } from '../problem.js';
import { classifyError, isNotTheWallets, isTransient } from './classify-error.js';

/** Seconds after which a page's link is tried again, when what has answered may not have been the wallet. */
const TRY_AGAIN = 5;

/**
 * What the page is told when a call to a wallet failed and no rule of the flow gives the failure a meaning of its own. The wallet's own words
 * stay in the log: a page chooses the wallet's URL, and must not read through us what stands there.
 */
export function walletProblem(cause: unknown): Error {
  if (cause instanceof RelayProblem) return cause;
  const failure = classifyError(cause);
  if (failure === 'internal') return cause as Error;
  if (failure === 'answer-invalid' || failure === 'answer-too-large')
    return new RelayProblem('wallet-answer-invalid', undefined, { cause, ...laterIfNotTheWallets(cause) });
  return new RelayProblem(isTransient(failure) ? 'wallet-unreachable' : 'wallet-refused', undefined, {
    cause,
  });
}

/** A wrong URL is told at once. Yet it looks the same as a page that somebody on the way has answered with, which passes. */
export function laterIfNotTheWallets(cause: unknown): { retryAfter?: number } {
  return isNotTheWallets(cause) ? { retryAfter: TRY_AGAIN } : {};
}
