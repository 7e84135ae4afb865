import { html, type Html } from '../../../server/html.js';
import { formatAssetAmount } from './format-asset-amount.js';
import type { Spending } from '../queries/read-spending.js';
import { monthHtml } from './messages.js';

/**
 * A bar chart as a table. The bars are `<meter>` elements: they need neither CSS nor JavaScript, and screen
 * readers announce their values.
 */
export function spendingHtml(spendings: Spending[]): Html {
  if (spendings.length === 0) return html`<p class="muted">Nothing yet.</p>`;
  return html`${spendings.map(spendingTable)}`;
}

function spendingTable(spending: Spending): Html {
  const peak = spending.months.reduce((highest, { amount }) => (amount > highest ? amount : highest), 1n);
  const rows = spending.months.map(({ start, amount }) => {
    const text = formatAssetAmount(spending, amount);
    // In thousandths: the bar is approximate, and the cell next to it has the exact amount.
    const length = Number((amount * 1000n) / peak);
    return html`<tr><th scope="row">${monthHtml(start)}</th><td class="amount">${text}</td><td class="bar"><meter min="0" max="1000" value="${length}" aria-label="${text}">${text}</meter></td></tr>
`;
  });
  return html`<div class="wide" role="region" aria-labelledby="spending" tabindex="0"><table>
<caption>${spending.assetCode}, by month (UTC)</caption>
<thead><tr><th scope="col">Month</th><th scope="col">Paid</th><th scope="col">Compared</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}
