import type { ErrorCode } from '../../../protocol/error-codes.js';
import { html, type Html } from '../../../server/html.js';
import type { RelayProblem } from '../../core/relay-problem.js';
import type { Site } from '../queries/read-sites.js';

/**
 * Messages for visitors. The catalogue of error codes addresses developers. For codes that are not listed
 * here, the message of the problem is shown.
 */
const VISITOR_MESSAGES: Partial<Record<ErrorCode, string>> = {
  'connection-not-active':
    'This site cannot receive payments now: it is paused or disconnected, or it needs a new consent of your wallet.',
  'no-open-page':
    'This site has no open page that can receive payments. Open one, wait a moment, and try again.',
  'payment-pending': 'Another payment to this site is still pending. Try again in a minute.',
  'payer-unreachable':
    'Your wallet does not respond. The payment may have been made: check the list of payments on the site’s page before you try again.',
  'payer-response-invalid':
    'Your wallet returned a response that does not match the request. Check your wallet before you try again.',
  'insufficient-grant':
    'The consent of your wallet does not cover this amount. Request a new consent on the site’s page.',
  'wallet-refused':
    'Your wallet refused the payment, or the amount is too small. Check your wallet, or try another amount.',
  'provider-failed': 'The provider failed. Check the list of payments before you try again.',
};

export function paymentProblemHtml({ id, origin }: Site, problem: RelayProblem): Html {
  return html`<h1>Payment failed</h1>
<p class="problem" role="alert">${VISITOR_MESSAGES[problem.code] ?? problem.message}</p>
<p class="alone"><a href="/account/sites/${id}">Back to ${origin}</a></p>`;
}
