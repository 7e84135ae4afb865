import type { ErrorCode } from '../../protocol/error-codes.js';
import { html, type Html } from '../pages/html.js';
import type { RelayProblem } from '../problem.js';
import type { Site } from './read-sites.js';

/** The catalogue of codes speaks to developers; this is said to the visitor. What is not here, the problem says itself. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  'connection-not-active':
    'This site may not be paid at present: it is paused, ended, or your wallet has to be asked again.',
  'no-open-page': 'No page of this site is open that could be paid. Open one, wait a moment, and try again.',
  'payment-pending': 'Another payment to this site is still on its way. Try again in a minute.',
  'payer-unreachable':
    'Your wallet does not answer. Whether something was paid is found out and listed on the site’s page: look there before you try again.',
  'payer-answer-invalid':
    'Your wallet answered something that it was not asked for. Look there before you try again.',
  'insufficient-grant': 'Your wallet’s consent does not cover this. Ask it for a new one on the site’s page.',
  'wallet-refused':
    'Your wallet refused the payment, or the amount is too little to arrive. Look there, or try another amount.',
  'provider-failed': 'Something went wrong here. Look at the list of payments before you try again.',
};

export function payProblemHtml({ id, origin }: Site, problem: RelayProblem): Html {
  return html`<h1>That was not paid</h1>
<p class="problem" role="alert">${WORDS[problem.code] ?? problem.message}</p>
<p class="alone"><a href="/account/sites/${id}">Back to ${origin}</a></p>`;
}
