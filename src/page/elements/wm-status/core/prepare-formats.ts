import type { AgentState } from '../../../agent/state/state.js';
import { formatDay } from '../../intl-formats.js';
import { formatCurrencyTotal } from './amounts.js';

/**
 * Creates the formats that a panel in this state needs. The first takes tens of milliseconds, so it is created
 * while the panel loads. Without amounts, none is created.
 */
export function prepareFormats({ totals, connection }: AgentState, locale: string): void {
  const { currency, budget, spent, rate, renewsAt } = connection ?? {};
  try {
    for (const total of totals) formatCurrencyTotal(total, locale);
    for (const value of [budget, spent, rate]) {
      if (currency && value) formatCurrencyTotal({ currency, value }, locale);
    }
    if (renewsAt) formatDay(renewsAt, locale);
  } catch {
    // A custom source may have an invalid state. The rendering reports it.
  }
}
