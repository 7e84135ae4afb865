import { html, type TemplateResult } from 'lit';
import type { AgentConnection } from '../../agent/state.js';
import type { View } from '../view.js';

const UNKNOWN = '–';

/** What the visitor has allowed this site. Before that is known its place is kept. */
export function renderBudget(connection: AgentConnection | null, view: View): TemplateResult {
  const { words, locale } = view;
  const { budget, spent, rate, currency, renewsAt } = connection ?? {};
  const write = (value: string): string => view.write({ currency: currency ?? '', value });
  const share = Math.min(1, Number(spent) / Number(budget)) || 0;
  const text = budget ? words.spentOf(write(spent ?? '0'), write(budget)) : UNKNOWN;
  const day = renewsAt && writeDay(renewsAt, locale);
  return html`<div class="budget" part="budget">
    <span class="label">${words.budget}</span>
    <span class="figure">${text}</span>
    <svg
      class="meter"
      part="meter"
      role="meter"
      aria-label=${words.budget}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * share)}
      aria-valuetext=${text}
    >
      <rect width="${100 * share}%" height="100%" />
    </svg>
    <span class="label" part="rate">${rate ? words.ratePerHour(write(rate)) : ''}</span>
    <span class="label">${day ? words.renewedOn(day) : ''}</span>
  </div>`;
}

let last = { instant: '', locale: '', day: '' };

/** Amounts come many times a second, and a new day seldom: writing one costs as much as all the rest. */
function writeDay(instant: string, locale: string): string {
  if (instant !== last.instant || locale !== last.locale) {
    const date = new Date(instant);
    const day = Number(date) ? date.toLocaleDateString(locale, { day: 'numeric', month: 'short' }) : '';
    last = { instant, locale, day };
  }
  return last.day;
}
