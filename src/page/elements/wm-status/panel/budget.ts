import { html, type TemplateResult } from 'lit';
import type { AgentConnection } from '../../../agent/state/state.js';
import { formatDay } from '../../intl-formats.js';
import type { PanelView } from '../core/view.js';

const UNKNOWN = '–';

/** The budget for this site. Before it is known, its place is reserved. */
export function renderBudget(connection: AgentConnection | null, view: PanelView): TemplateResult {
  const { messages, locale } = view;
  const { budget, spent, rate, currency, renewsAt } = connection ?? {};
  const formatValue = (value: string): string => view.formatAmount({ currency: currency ?? '', value });
  const spentRatio = Math.min(1, Number(spent) / Number(budget)) || 0;
  const text = budget ? messages.spentOf(formatValue(spent ?? '0'), formatValue(budget)) : UNKNOWN;
  const day = renewsAt && formatDay(renewsAt, locale);
  return html`<div class="budget" part="budget">
    <span class="label">${messages.budget}</span>
    <span class="figure">${text}</span>
    <svg
      class="meter"
      part="meter"
      role="meter"
      aria-label=${messages.budget}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(100 * spentRatio)}
      aria-valuetext=${text}
    >
      <rect width="${100 * spentRatio}%" height="100%" />
    </svg>
    <span class="label" part="rate">${rate ? messages.ratePerHour(formatValue(rate)) : ''}</span>
    <span class="label">${day ? messages.renewedOn(day) : ''}</span>
  </div>`;
}
