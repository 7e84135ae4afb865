import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import { classifyError, failureCodeOf } from './classify-error.js';

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
  return new RelayProblem(failureCodeOf(failure, 'payer'), undefined, { cause });
}
