import { html, type Html } from '../pages/html.js';
import { inAsset, type Site } from './read-sites.js';
import type { Spending } from './read-spending.js';
import { spendingHtml } from './spending-html.js';
import { periodInWords, stateInWords } from './words.js';

export interface Account {
  sites: Site[];
  spending: Spending[];
  refusals: { origin: string }[];
  token: string;
}

export function strangerHtml(): Html {
  return html`<h1>Your account</h1>
<p>Nothing is connected in this browser. When you connect a wallet on a site, the site appears here.</p>`;
}

export function accountHtml({ sites, spending, refusals, token }: Account): Html {
  const [ended, open] = [sites.filter(isEnded), sites.filter((site) => !isEnded(site))];
  return html`<h1>Your account</h1>
<p>What this browser has connected. Nobody but you can open this page.</p>
<h2 id="sites">Sites</h2>
${open.length === 0 && html`<p class="muted">No site may be paid.</p>`}
${open.map((site) => siteCard(site, token))}
<section aria-labelledby="spending"><h2 id="spending">What you paid</h2>
${spendingHtml(spending)}</section>
${
  ended.length > 0 &&
  html`<section aria-labelledby="ended"><h2 id="ended">Ended</h2>
<ul>${ended.map(({ id, origin }) => html`<li><a href="/account/sites/${id}">${origin}</a></li>`)}</ul></section>`
}
${
  refusals.length > 0 &&
  html`<section aria-labelledby="refused"><h2 id="refused">Sites that may not ask you today</h2>
<ul>${refusals.map(({ origin }) => html`<li>${origin} <form class="inline" method="post" action="/account/refusals"><input type="hidden" name="token" value="${token}"><input type="hidden" name="site" value="${origin}"><button>Let ${origin} ask again</button></form></li>`)}</ul></section>`
}
<section aria-labelledby="forget"><h2 id="forget">Forget this browser</h2>
<p>Ends every consent above, at your wallets too, and removes what this browser is known by.</p>
<form class="inline" method="post" action="/account/forget"><input type="hidden" name="token" value="${token}"><button>Forget this browser</button></form></section>`;
}

function isEnded({ state }: Site): boolean {
  return state === 'revoked';
}

function siteCard(site: Site, token: string): Html {
  const { id, origin, spent, budget, period } = site;
  return html`<section><h3><a href="/account/sites/${id}">${origin}</a></h3>
<p class="sentence">${stateInWords(site)}. ${inAsset(site, spent)} of ${inAsset(site, budget)} ${periodInWords(period)} spent.</p>
${pauseForm(site, token)}</section>
`;
}

/** The button that stops payments, or lets them go on. */
export function pauseForm({ id, origin, state }: Site, token: string): Html | false {
  const action = state === 'paused' ? 'resume' : 'pause';
  if (state !== 'paused' && state !== 'active' && state !== 'out-of-funds') return false;
  return html`<form class="inline" method="post" action="/account/sites/${id}/${action}"><input type="hidden" name="token" value="${token}"><button aria-label="${action === 'pause' ? 'Pause' : 'Resume'} ${origin}">${action === 'pause' ? 'Pause' : 'Resume'}</button></form>`;
}
