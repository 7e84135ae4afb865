import { convertScaledAmountToDecimal } from '../../../protocol/amount.js';
import { isUsableConnection } from '../../../protocol/relay-messages.js';
import { html, type Html } from '../../../server/html.js';
import { pauseForm } from './account-html.js';
import { amountFormHtml } from './one-time-payment-html.js';
import type { PaymentRow } from '../queries/read-payments.js';
import { formatAssetAmount } from './format-asset-amount.js';
import type { Site } from '../queries/read-sites.js';
import type { Spending } from '../queries/read-spending.js';
import { spendingHtml } from './spending-html.js';
import { describePeriod } from '../../../protocol/intervals/describe-period.js';
import { dateHtml, dateTimeHtml, describePaymentState, siteStateHtml } from './messages.js';

export interface SiteView {
  site: Site;
  spending: Spending[];
  payments: PaymentRow[];
  page: number;
  hasMore: boolean;
  /** Maximum values of a new consent, as decimals. */
  maxAllowance: { budget: string; ratePerHour: string };
  token: string;
}

export function siteHtml(view: SiteView): Html {
  const { site, spending, token } = view;
  const { id, origin, walletAddress, spent, budget, rate, period, consentUntil, state } = site;
  const isOpen = isUsableConnection(site) || state === 'paused';
  return html`<p class="alone"><a href="/account">Your account</a></p>
<h1>${origin}</h1>
<section aria-label="Consent"><dl>
<dt>State</dt><dd>${siteStateHtml(site)}</dd>
<dt>Wallet</dt><dd>${walletAddress}</dd>
${state !== 'revoked' && html`<dt>Spent</dt><dd>${formatAssetAmount(site, spent)} of ${formatAssetAmount(site, budget)} ${describePeriod(period)}</dd>`}
<dt>Rate</dt><dd>${formatAssetAmount(site, rate)} per hour</dd>
<dt>To</dt><dd>any wallet address on its pages</dd>
${isOpen && html`<dt>Until</dt><dd>${dateHtml(consentUntil)}</dd>`}
</dl>
${
  state !== 'revoked' &&
  html`<div class="buttons">${pauseForm(site, token)}
${revokeForm(id, token)}</div>`
}
${site.isRevocationPending && pendingRevocationHtml(site, token)}</section>
${state === 'active' && amountFormHtml(site, token)}
${isOpen && changeLimitsForm(site, token)}
${state !== 'revoked' && newConsentForm(view)}
<section aria-labelledby="spending"><h2 id="spending">What you paid</h2>
<p class="muted">The amounts that left your wallet. The spent budget above counts requested amounts, as your wallet does, and can be higher.</p>
${spendingHtml(spending)}</section>
${paymentsHtml(view)}`;
}

function revokeForm(id: string, token: string, text = 'Disconnect this site'): Html {
  return html`<form class="inline" method="post" action="/account/sites/${id}/revoke"><input type="hidden" name="token" value="${token}"><button>${text}</button></form>`;
}

function pendingRevocationHtml({ id, isReplaced }: Site, token: string): Html {
  return html`<p role="status">Payments have stopped. Your wallet has not confirmed the revocation yet. The provider repeats the request until it does.</p>
${!isReplaced && html`<div class="buttons">${revokeForm(id, token, 'Notify the wallet now')}</div>`}`;
}

function changeLimitsForm(site: Site, token: string): Html {
  const { budget, rate } = site.grantedLimits;
  return html`<section aria-labelledby="change"><h2 id="change">Change</h2>
<p>At most what your wallet agreed to: ${formatAssetAmount(site, budget)} ${describePeriod(site.period)}, ${formatAssetAmount(site, rate)} per hour.</p>
<form class="inline" method="post" action="/account/sites/${site.id}/limits"><input type="hidden" name="token" value="${token}">
${limitFields(site, 'change', { budget: site.budget, rate: site.rate })}
<p class="buttons"><button type="submit">Change</button></p></form></section>`;
}

function newConsentForm({ site, maxAllowance, token }: SiteView): Html {
  return html`<section aria-labelledby="ask"><h2 id="ask">Ask your wallet for a new consent</h2>
<p>For a higher limit or a later end date: up to ${maxAllowance.budget} ${site.assetCode} ${describePeriod(site.period)} and ${maxAllowance.ratePerHour} ${site.assetCode} per hour. It replaces the current consent.</p>
<form class="inline" method="post" action="/account/sites/${site.id}/consents"><input type="hidden" name="token" value="${token}">
${limitFields(site, 'ask', site.grantedLimits)}
<p class="buttons"><button type="submit">Continue to your wallet</button></p></form></section>`;
}

function limitFields(site: Site, prefix: string, { budget, rate }: { budget: bigint; rate: bigint }): Html {
  const decimal = (amount: bigint) => convertScaledAmountToDecimal(amount, site.assetScale);
  return html`<label for="${prefix}-budget">Budget, in ${site.assetCode} ${describePeriod(site.period)}</label>
<input id="${prefix}-budget" name="budget" inputmode="decimal" autocomplete="off" required value="${decimal(budget)}">
<label for="${prefix}-rate">Rate, in ${site.assetCode} per hour</label>
<input id="${prefix}-rate" name="ratePerHour" inputmode="decimal" autocomplete="off" required value="${decimal(rate)}">`;
}

function paymentsHtml({ site, payments, page, hasMore }: SiteView): Html {
  const rows = payments.map(
    (payment) =>
      html`<tr><td>${dateTimeHtml(payment.at)}</td><td class="amount">${formatAssetAmount(payment, payment.amount)}</td><td>${payment.receiver}</td><td>${describePaymentState(payment.state)}</td></tr>
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
<nav aria-label="Pages of payments">${page > 1 && link(page - 1, 'Newer')}${hasMore && link(page + 1, 'Older')}</nav></section>`;
}
