import { html, type Html } from '../pages/html.js';
import type { PaidOnce } from '../payments/pay-once.js';
import { inAsset, type Site } from './read-sites.js';

/** On the site's page: how much. Nothing is paid by it yet. */
export function amountForm({ id, assetCode }: Site, token: string): Html {
  return html`<section aria-labelledby="pay"><h2 id="pay">Pay extra, once</h2>
<p>Beyond the rate, out of the same budget, to the pages of this site that you have open. You confirm it on the next page.</p>
<form class="inline" method="post" action="/account/sites/${id}/payments/questions"><input type="hidden" name="token" value="${token}">
<label for="pay-amount">Amount, in ${assetCode}</label>
<input id="pay-amount" name="amount" inputmode="decimal" autocomplete="off" required>
<p class="buttons"><button type="submit">Go on</button></p></form></section>`;
}

export function confirmHtml(site: Site, amount: bigint, receivers: string[], token: string): Html {
  const { id, origin, walletAddress } = site;
  return html`<p class="alone"><a href="/account/sites/${id}">${origin}</a></p>
<h1>Pay this once?</h1>
<form method="post" action="/account/sites/${id}/payments"><input type="hidden" name="token" value="${token}">
<dl>
<dt>Amount</dt><dd>${inAsset(site, amount)}</dd>
<dt>Site</dt><dd>${origin}</dd>
<dt>To</dt><dd>${list(receivers)}${receivers.length > 1 && html`<small>divided as evenly as they take it</small>`}</dd>
<dt>From your wallet</dt><dd>${walletAddress}</dd>
</dl>
<p class="buttons"><button type="submit">Pay ${inAsset(site, amount)}</button> <a class="button quiet" href="/account/sites/${id}">No, go back</a></p></form>`;
}

/** What was paid to whom, and what was not. A payment may still fail at the wallet: the list on the site's page says so. */
export function paidHtml(site: Site, { paid, left }: PaidOnce): Html {
  const { id, origin } = site;
  return html`<h1>Paid</h1>
<section role="status"><p>${origin} was paid:</p>
<ul>${paid.map(({ walletAddress, amount }) => html`<li>${inAsset(site, amount)} to ${walletAddress}</li>`)}</ul>
${left > 0n && html`<p class="problem">${inAsset(site, left)} of it was not paid: too little for a receiver, or your wallet stopped in between.</p>`}
</section>
<p class="alone"><a href="/account/sites/${id}">Back to ${origin}</a></p>`;
}

function list(receivers: string[]): Html | string {
  if (receivers.length === 1) return receivers[0] ?? '';
  return html`<ul>${receivers.map((receiver) => html`<li>${receiver}</li>`)}</ul>`;
}
