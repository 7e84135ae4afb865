import type { OpenPaymentsClientError } from '@interledger/open-payments';
import { RelayProblem } from '../problem.js';
import { classifyError } from './classify-error.js';

/** What the page is told when a call to a wallet failed and no rule of the flow gives the failure a meaning of its own. */
export function walletProblem(cause: unknown): RelayProblem {
  if (cause instanceof RelayProblem) return cause;
  switch (classifyError(cause)) {
    case 'unreachable':
    case 'server-error':
      return new RelayProblem('wallet-unreachable', undefined, { cause });
    case 'answer-invalid':
      return new RelayProblem('wallet-answer-invalid', undefined, { cause });
    default:
      return new RelayProblem('wallet-refused', (cause as OpenPaymentsClientError).description, { cause });
  }
}
