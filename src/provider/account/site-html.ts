import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import { html, type Html } from '../pages/html.js';
import { pauseForm } from './account-html.js';
import { amountForm } from './pay-html.js';
import type { PaymentRow } from './read-payments.js';
import { inAsset, type Site } from './read-sites.js';
import type { Spending } from './read-spending.js';
import { spendingHtml } from './spending-html.js';
import { day, minute, paymentInWords, periodInWords, stateInWords } from './words.js';

export interface SiteView {
  site: Site;
  spending: Spending[];
  payments: PaymentRow[];
  page: number;
  more: boolean;
  /** The most that a new consent can be asked for, as decimals. */
  most: { budget: string; ratePerHour: string };
  token: string;
}

export function siteHtml(view: SiteView): Html {
  const { site, spending, token } = view;
  const { id, origin, walletAddress, spent, budget, rate, period, until, state } = site;
  const live = state === 'active' || state === 'paused' || state === 'out-of-funds';
  return html`<p class="alone"><a href="/account">Your account</a></p>
<h1>${origin}</h1>
<section aria-label="Consent"><dl>
<dt>State</dt><dd>${stateInWords(site)}</dd>
<dt>Wallet</dt><dd>${walletAddress}</dd>
${state !== 'revoked' && html`<dt>Spent</dt><dd>${inAsset(site, spent)} of ${inAsset(site, budget)} ${periodInWords(period)}</dd>`}
<dt>Rate</dt><dd>${inAsset(site, rate)} per hour</dd>
<dt>To</dt><dd>any wallet address that its pages name</dd>
${live && html`<dt>Until</dt><dd>${day(until)}</dd>`}
</dl>
${
  state !== 'revoked' &&
  html`<div class="buttons">${pauseForm(site, token)}
${endForm(id, token)}</div>`
}
${site.walletSilent && toldAgain(site, token)}</section>
${state === 'active' && amountForm(site, token)}
${live && changeForm(site, token)}
${state !== 'revoked' && askForm(view)}
<section aria-labelledby="spending"><h2 id="spending">What you paid</h2>
<p class="muted">What has left your wallet. What is spent of the budget above is what the wallet was asked for, as the wallet counts it: at times that is more.</p>
${spendingHtml(spending)}</section>
${paymentsHtml(view)}`;
}

function endForm(id: string, token: string, text = 'End this, at once and for good'): Html {
  return html`<form class="inline" method="post" action="/account/sites/${id}/revoke"><input type="hidden" name="token" value="${token}"><button>${text}</button></form>`;
}

function toldAgain({ id, isReplaced }: Site, token: string): Html {
  return html`<p role="status">Nothing is paid any more. Your wallet has not confirmed the end yet: it is told again until it does.</p>
${!isReplaced && html`<div class="buttons">${endForm(id, token, 'Tell the wallet now')}</div>`}`;
}

function changeForm(site: Site, token: string): Html {
  const { budget, rate } = site.granted;
  return html`<section aria-labelledby="change"><h2 id="change">Change</h2>
<p>Up to what your wallet has agreed to: ${inAsset(site, budget)} ${periodInWords(site.period)}, ${inAsset(site, rate)} per hour.</p>
<form class="inline" method="post" action="/account/sites/${site.id}/limits"><input type="hidden" name="token" value="${token}">
${limitFields(site, 'change', { budget: site.budget, rate: site.rate })}
<p class="buttons"><button type="submit">Change</button></p></form></section>`;
}

function askForm({ site, most, token }: SiteView): Html {
  return html`<section aria-labelledby="ask"><h2 id="ask">Ask your wallet for a new consent</h2>
<p>For more, or for longer: up to ${most.budget} ${site.assetCode} ${periodInWords(site.period)} and ${most.ratePerHour} ${site.assetCode} per hour. It takes the place of this one.</p>
<form class="inline" method="post" action="/account/sites/${site.id}/consents"><input type="hidden" name="token" value="${token}">
${limitFields(site, 'ask', site.granted)}
<p class="buttons"><button type="submit">Go on to the wallet</button></p></form></section>`;
}

function limitFields(site: Site, prefix: string, { budget, rate }: { budget: bigint; rate: bigint }): Html {
  const decimal = (amount: bigint) => convertScaledAmountToDecimal(amount, site.assetScale);
  return html`<label for="${prefix}-budget">Budget, in ${site.assetCode} ${periodInWords(site.period)}</label>
<input id="${prefix}-budget" name="budget" inputmode="decimal" autocomplete="off" required value="${decimal(budget)}">
<label for="${prefix}-rate">Rate, in ${site.assetCode} per hour</label>
<input id="${prefix}-rate" name="ratePerHour" inputmode="decimal" autocomplete="off" required value="${decimal(rate)}">`;
}

function paymentsHtml({ site, payments, page, more }: SiteView): Html {
  const rows = payments.map(
    (payment) =>
      html`<tr><td>${minute(payment.at)}</td><td class="amount">${inAsset(payment, payment.amount)}</td><td>${payment.receiver}</td><td>${paymentInWords(payment.state)}</td></tr>
`,
  );
  const link = (to: number, text: string) =>
    html`<a href="/account/sites/${site.id}?page=${to}#payments">${text}</a> `;
  return html`<section aria-labelledby="payments"><h2 id="payments">Payments</h2>
${
  payments.length === 0
    ? html`<p class="muted">None${page > 1 && ' on this page'}.</p>`
    : html`<div class="wide" role="region" aria-labelledby="payments" tabindex="0"><table>
<caption>Page ${page}, newest first (UTC)</caption>
<thead><tr><th scope="col">When</th><th scope="col">Amount</th><th scope="col">To</th><th scope="col">State</th></tr></thead>
<tbody>
${rows}</tbody></table></div>`
}
<nav aria-label="Pages of payments">${page > 1 && link(page - 1, 'Newer')}${more && link(page + 1, 'Older')}</nav></section>`;
}
