import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import { classifyError, type OpenPaymentsFailure } from './classify-error.js';

/** Failures of the visitor's wallet. None of them is caused by the page's links. */
const PAYER_ERROR_CODES = {
  unreachable: 'payer-unreachable',
  'server-error': 'payer-unreachable',
  'too-fast': 'payer-unreachable',
  'response-invalid': 'payer-response-invalid',
  'response-too-large': 'payer-response-invalid',
  'client-unknown': 'key-revoked',
  'grant-insufficient': 'insufficient-grant',
} as const satisfies Partial<Record<OpenPaymentsFailure, RelayProblem['code']>>;

/** The error for the page if a request to the visitor's wallet failed without a more specific meaning. */
export function toPayerProblem(
  { log, origin }: Pick<Services, 'log' | 'origin'>,
  { resourceServer }: { resourceServer: string },
  cause: unknown,
): Error {
  if (cause instanceof RelayProblem) return cause;
  const failure = classifyError(cause);
  if (failure === 'internal') return cause as Error;
  if (failure === 'client-unknown') {
    // Only the operator can fix this. The wallet's error text is omitted, because it can list our other keys.
    log.error({ wallet: resourceServer, client: origin }, "the wallet does not know this provider's key");
    return new RelayProblem('key-revoked');
  }
  return new RelayProblem(
    failure in PAYER_ERROR_CODES
      ? PAYER_ERROR_CODES[failure as keyof typeof PAYER_ERROR_CODES]
      : 'wallet-refused',
    undefined,
    {
      cause,
    },
  );
}
