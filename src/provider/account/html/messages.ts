import { html, type Html } from '../../../server/html.js';
import type { IntentState } from '../../core/database-schema.js';
import type { Site } from '../queries/read-sites.js';

const DATE_FORMAT = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
const MONTH_FORMAT = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

export function siteStateHtml({ state, renewsAt, consentUntil, isWalletUnfunded }: Site): Html {
  switch (state) {
    case 'active':
      return html`can receive payments until ${dateHtml(consentUntil)}`;
    case 'paused':
      return html`paused`;
    case 'out-of-funds':
      if (isWalletUnfunded) return html`your wallet cancelled the last payments: its balance may be too low`;
      return html`the budget is used up${renewsAt !== null && html`; it renews on ${dateHtml(renewsAt)}`}`;
    case 'revoked':
      return html`ended`;
    default:
      return html`not paid: connect your wallet again`;
  }
}

export function describePaymentState(state: IntentState): string {
  const labels: Record<IntentState, string> = {
    submitting: 'pending',
    created: 'pending',
    settled: 'arrived',
    failed: 'failed',
    stuck: 'unknown',
  };
  return labels[state];
}

export function dateHtml(instant: number | null): Html {
  if (instant === null) return html`you end the consent`;
  const date = new Date(instant);
  return html`<time datetime="${date.toISOString()}">${DATE_FORMAT.format(date)}</time>`;
}

export function monthHtml(start: Date): Html {
  return html`<time datetime="${start.toISOString().slice(0, 7)}">${MONTH_FORMAT.format(start)}</time>`;
}

export function dateTimeHtml(date: Date): Html {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`;
}
