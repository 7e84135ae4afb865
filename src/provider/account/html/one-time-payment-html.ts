import { html, type Html } from '../../../server/html.js';
import type { OneTimePaymentResult } from '../../payments/one-time/pay-one-time.js';
import { formatAssetAmount } from './format-asset-amount.js';
import type { Site } from '../queries/read-sites.js';

/** The form on the site's page that asks for an amount. Submitting it does not pay yet. */
export function amountFormHtml({ id, assetCode }: Site, token: string): Html {
  return html`<section aria-labelledby="pay"><h2 id="pay">Pay extra, once</h2>
<p>Pays the pages of this site that you have open, in addition to the rate and from the same budget. You confirm the payment on the next page.</p>
<form class="inline" method="post" action="/account/sites/${id}/payments/questions"><input type="hidden" name="token" value="${token}">
<label for="pay-amount">Amount, in ${assetCode}</label>
<input id="pay-amount" name="amount" inputmode="decimal" autocomplete="off" required>
<p class="buttons"><button type="submit">Continue</button></p></form></section>`;
}

export function confirmationHtml(site: Site, amount: bigint, receivers: string[], token: string): Html {
  const { id, origin, walletAddress } = site;
  return html`<p class="alone"><a href="/account/sites/${id}">${origin}</a></p>
<h1>Pay this once?</h1>
<form method="post" action="/account/sites/${id}/payments"><input type="hidden" name="token" value="${token}">
<dl>
<dt>Amount</dt><dd>${formatAssetAmount(site, amount)}</dd>
<dt>Site</dt><dd>${origin}</dd>
<dt>To</dt><dd>${receiversHtml(receivers)}${receivers.length > 1 && html`<small>split evenly where possible</small>`}</dd>
<dt>From your wallet</dt><dd>${walletAddress}</dd>
</dl>
<p class="buttons"><button type="submit">Pay ${formatAssetAmount(site, amount)}</button> <a class="button quiet" href="/account/sites/${id}">Cancel</a></p></form>`;
}

/**
 * The amounts that were paid, and the rest that was not. A payment may still fail at the wallet; the list of
 * payments shows that later.
 */
export function paymentResultHtml(site: Site, { paid, unpaidAmount }: OneTimePaymentResult): Html {
  const { id, origin } = site;
  return html`<h1>Paid</h1>
<section role="status"><p>${origin} was paid:</p>
<ul>${paid.map(({ walletAddress, amount }) => html`<li>${formatAssetAmount(site, amount)} to ${walletAddress}</li>`)}</ul>
${unpaidAmount > 0n && html`<p class="problem">${formatAssetAmount(site, unpaidAmount)} was not paid: the amount was too small for a receiver, or your wallet stopped responding.</p>`}
</section>
<p class="alone"><a href="/account/sites/${id}">Back to ${origin}</a></p>`;
}

function receiversHtml(receivers: string[]): Html | string {
  if (receivers.length === 1) return receivers[0] ?? '';
  return html`<ul>${receivers.map((receiver) => html`<li>${receiver}</li>`)}</ul>`;
}
