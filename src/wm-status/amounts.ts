import { html, type TemplateResult } from 'lit';
import type { CurrencyTotal } from '../agent/state.js';
import { format } from '../money/format.js';
import { cleanText } from './clean-text.js';
import type { View } from './view.js';

/** A page whose events name ever new currencies does not get ever more lines. */
const MOST_CURRENCIES = 6;
/** Longer ones are written without their middle. */
const LONGEST = 48;
/** Longer ones are not written large. */
const LARGE = 15;

/** What was sent, one item for each currency. */
export function renderAmounts(totals: readonly CurrencyTotal[], view: View): TemplateResult {
  if (totals.length === 0)
    return html`<span class="totals none" part="totals">${view.words.nothingSent}</span>`;
  const shown = totals.slice(0, MOST_CURRENCIES).map(view.write);
  const rest = totals.length - shown.length;
  const long = shown.some(({ length }) => length > LARGE);
  return html`<ul class="totals ${long ? 'long' : ''}" part="totals">
    ${shown.map((amount) => html`<li>${amount}</li>`)}${rest ? html`<li>+${rest}</li>` : ''}
  </ul>`;
}

export function writeAmount(amount: CurrencyTotal, locale: string): string {
  return cleanText(format(amount, locale), LONGEST);
}
