import type { Egress } from '../egress/egress.js';
import { invalid } from './call-wallet.js';

/**
 * An answer says what is called next, with a token. Only whoever answered may be: otherwise one wallet's server could send us, and our signature, to another's.
 * @throws OpenPaymentsClientError
 */
export function checkNextUrl(egress: Egress, next: string | undefined, answeredBy: URL): void {
  if (next === undefined || egress.parseUrl(next, { query: true }).origin === answeredBy.origin) return;
  throw invalid(['a URL in the answer lies at another origin']);
}
