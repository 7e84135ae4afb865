import { html, type TemplateResult } from 'lit';
import type { CurrencyTotal } from '../../../agent/state/state.js';
import { format } from '../../../money/format.js';
import { sanitizeText } from '../../sanitize-text.js';
import type { View } from './view.js';

/** Bounds the height, because a page can fire events with any number of currencies. */
const MAX_CURRENCIES = 6;
/** Longer amounts lose their middle. */
const MAX_AMOUNT_LENGTH = 48;
/** Longer amounts use a smaller font. */
const MAX_LARGE_TEXT_LENGTH = 15;

/** The sent amounts, one item for each currency. */
export function renderAmounts(totals: readonly CurrencyTotal[], view: View): TemplateResult {
  if (totals.length === 0)
    return html`<span class="totals none" part="totals">${view.messages.nothingSent}</span>`;
  const shown = totals.slice(0, MAX_CURRENCIES).map(view.formatAmount);
  const hiddenCount = totals.length - shown.length;
  const hasLongAmount = shown.some(({ length }) => length > MAX_LARGE_TEXT_LENGTH);
  return html`<ul class="totals ${hasLongAmount ? 'long' : ''}" part="totals">
    ${shown.map((amount) => html`<li>${amount}</li>`)}${hiddenCount ? html`<li>+${hiddenCount}</li>` : ''}
  </ul>`;
}

export function formatCurrencyTotal(amount: CurrencyTotal, locale: string): string {
  return sanitizeText(format(amount, locale), MAX_AMOUNT_LENGTH);
}
