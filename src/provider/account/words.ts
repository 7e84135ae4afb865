import { html, type Html } from '../pages/html.js';
import type { IntentState } from '../schema.js';
import type { Site } from './read-sites.js';

const PERIODS: Record<string, string> = {
  P1M: 'per month',
  P1D: 'per day',
  P7D: 'per week',
  P1W: 'per week',
};
const DAY = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
const MONTH = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

export function stateInWords({ state, renewsAt, until, hasNoMoney }: Site): Html {
  switch (state) {
    case 'active':
      return html`may be paid until ${day(until)}`;
    case 'paused':
      return html`paused`;
    case 'out-of-funds':
      if (hasNoMoney) return html`your wallet has cancelled the last payments: it seems to have no money`;
      return html`the budget is used up${renewsAt !== null && html`; it renews on ${day(renewsAt)}`}`;
    case 'revoked':
      return html`ended`;
    default:
      return html`not paid: your wallet has to be asked again`;
  }
}

export function periodInWords(period: string | null): string {
  return period === null ? 'in all' : (PERIODS[period] ?? `each ${period}`);
}

export function paymentInWords(state: IntentState): string {
  const words: Record<IntentState, string> = {
    submitting: 'on its way',
    created: 'on its way',
    settled: 'arrived',
    failed: 'failed',
    stuck: 'not heard of again',
  };
  return words[state];
}

export function day(instant: number | null): Html {
  if (instant === null) return html`you end it`;
  const date = new Date(instant);
  return html`<time datetime="${date.toISOString()}">${DAY.format(date)}</time>`;
}

export function month(start: Date): Html {
  return html`<time datetime="${start.toISOString().slice(0, 7)}">${MONTH.format(start)}</time>`;
}

export function minute(date: Date): Html {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 10)} ${iso.slice(11, 16)}</time>`;
}
