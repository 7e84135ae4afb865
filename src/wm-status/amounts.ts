import { html, type TemplateResult } from 'lit';
import type { CurrencyTotal } from '../agent/state.js';
import type { View } from './view.js';

/** A page whose events name ever new currencies does not get ever more lines. */
const MOST_CURRENCIES = 6;

/** What was sent, one item for each currency. */
export function renderAmounts(totals: readonly CurrencyTotal[], view: View): TemplateResult {
  if (totals.length === 0)
    return html`<span class="totals none" part="totals">${view.words.nothingSent}</span>`;
  const shown = totals.slice(0, MOST_CURRENCIES);
  const rest = totals.length - shown.length;
  return html`<ul class="totals" part="totals">
    ${shown.map((total) => html`<li>${view.write(total)}</li>`)}${rest ? html`<li>+${rest}</li>` : ''}
  </ul>`;
}
