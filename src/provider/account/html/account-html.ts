import { html, type Html } from '../../../server/html.js';
import { isUsableConnection } from '../../../protocol/relay-messages.js';
import { formatAssetAmount } from './format-asset-amount.js';
import type { Site } from '../queries/read-sites.js';
import type { Spending } from '../queries/read-spending.js';
import { spendingHtml } from './spending-html.js';
import { describePeriod } from '../../../protocol/intervals/describe-period.js';
import { siteStateHtml } from './messages.js';

export interface VisitorAccountView {
  sites: Site[];
  spending: Spending[];
  refusals: { origin: string }[];
  token: string;
}

export function signedOutHtml(): Html {
  return html`<h1>Your account</h1>
<p>No wallet is connected in this browser. Sites appear here after you connect a wallet.</p>`;
}

export function accountHtml({ sites, spending, refusals, token }: VisitorAccountView): Html {
  const [revokedSites, openSites] = [sites.filter(isRevoked), sites.filter((site) => !isRevoked(site))];
  return html`<h1>Your account</h1>
<p>The sites that this browser has connected to a wallet. Only this browser can open this page.</p>
<h2 id="sites">Sites</h2>
${openSites.length === 0 && html`<p class="muted">No site can receive payments.</p>`}
${openSites.map((site) => siteCard(site, token))}
<section aria-labelledby="spending"><h2 id="spending">What you paid</h2>
${spendingHtml(spending)}</section>
${
  revokedSites.length > 0 &&
  html`<section aria-labelledby="ended"><h2 id="ended">Ended</h2>
<ul>${revokedSites.map(({ id, origin }) => html`<li><a href="/account/sites/${id}">${origin}</a></li>`)}</ul></section>`
}
${
  refusals.length > 0 &&
  html`<section aria-labelledby="refused"><h2 id="refused">Sites that cannot ask for consent today</h2>
<ul>${refusals.map(({ origin }) => html`<li>${origin} <form class="inline" method="post" action="/account/refusals"><input type="hidden" name="token" value="${token}"><input type="hidden" name="site" value="${origin}"><button>Allow ${origin} to ask again</button></form></li>`)}</ul></section>`
}
<section aria-labelledby="forget"><h2 id="forget">Forget this browser</h2>
<p>Revokes every consent above, also at your wallets, and deletes the cookie that identifies this browser.</p>
<form class="inline" method="post" action="/account/forget"><input type="hidden" name="token" value="${token}"><button>Forget this browser</button></form></section>`;
}

function isRevoked({ state }: Site): boolean {
  return state === 'revoked';
}

function siteCard(site: Site, token: string): Html {
  const { id, origin, spent, budget, period } = site;
  return html`<section><h3><a href="/account/sites/${id}">${origin}</a></h3>
<p class="sentence">${siteStateHtml(site)}. ${formatAssetAmount(site, spent)} of ${formatAssetAmount(site, budget)} ${describePeriod(period)} spent.</p>
${pauseForm(site, token)}</section>
`;
}

/** The button that pauses or resumes payments. */
export function pauseForm(site: Site, token: string): Html | false {
  const { id, origin, state } = site;
  const action = state === 'paused' ? 'resume' : 'pause';
  if (state !== 'paused' && !isUsableConnection(site)) return false;
  return html`<form class="inline" method="post" action="/account/sites/${id}/${action}"><input type="hidden" name="token" value="${token}"><button aria-label="${action === 'pause' ? 'Pause' : 'Resume'} ${origin}">${action === 'pause' ? 'Pause' : 'Resume'}</button></form>`;
}
