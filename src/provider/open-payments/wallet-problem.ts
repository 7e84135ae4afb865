import { RelayProblem } from '../problem.js';
import { classifyError, isTransient } from './classify-error.js';

/**
 * What the page is told when a call to a wallet failed and no rule of the flow gives the failure a meaning of its own. The wallet's own words
 * stay in the log: a page chooses the wallet's URL, and must not read through us what stands there.
 */
export function walletProblem(cause: unknown): Error {
  if (cause instanceof RelayProblem) return cause;
  const failure = classifyError(cause);
  if (failure === 'internal') return cause as Error;
  if (failure === 'answer-invalid' || failure === 'answer-too-large')
    return new RelayProblem('wallet-answer-invalid', undefined, { cause });
  return new RelayProblem(isTransient(failure) ? 'wallet-unreachable' : 'wallet-refused', undefined, {
    cause,
  });
}
