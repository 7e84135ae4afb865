import type { Egress } from '../egress/egress.js';
import { invalidResponse } from './call-wallet.js';

/**
 * Checks a URL from a response that is requested next, with a token. It must have the same origin as the
 * response. Otherwise a wallet could direct our signed request to another wallet.
 * @throws OpenPaymentsClientError, EgressError
 */
export function checkNextUrl(egress: Egress, next: string | undefined, respondedBy: URL): void {
  if (next === undefined || egress.parseUrl(next, { query: true }).origin === respondedBy.origin) return;
  throw invalidResponse(['a URL in the response has another origin']);
}
