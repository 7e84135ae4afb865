import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { classifyError, type OpenPaymentsFailure } from './classify-error.js';

/** What each failure of the visitor's wallet is to the page. A page's links are not to blame for any of them. */
const CODES = {
  unreachable: 'payer-unreachable',
  'server-error': 'payer-unreachable',
  'too-fast': 'payer-unreachable',
  'answer-invalid': 'payer-answer-invalid',
  'answer-too-large': 'payer-answer-invalid',
  'client-unknown': 'key-revoked',
  'grant-insufficient': 'insufficient-grant',
} as const satisfies Partial<Record<OpenPaymentsFailure, RelayProblem['code']>>;

/** What the page is told when a call to the visitor's wallet failed and no rule of the flow gives the failure a meaning of its own. */
export function payerProblem(
  { log, origin }: Pick<Services, 'log' | 'origin'>,
  { resourceServer }: { resourceServer: string },
  cause: unknown,
): Error {
  if (cause instanceof RelayProblem) return cause;
  const failure = classifyError(cause);
  if (failure === 'internal') return cause as Error;
  if (failure === 'client-unknown') {
    // Only the operator can do something about it. The wallet's own words list other keys of ours: they stay out of it.
    log.error(
      { wallet: resourceServer, client: origin },
      'the wallet does not know the key of this provider',
    );
    return new RelayProblem('key-revoked');
  }
  return new RelayProblem(
    failure in CODES ? CODES[failure as keyof typeof CODES] : 'wallet-refused',
    undefined,
    {
      cause,
    },
  );
}
