import { html, type Html } from '../pages/html.js';
import { inAsset } from './read-sites.js';
import type { Spending } from './read-spending.js';
import { month } from './words.js';

/** A chart that is a table: the bars are `<meter>`, which need neither style nor script, and say their value to a screen reader. */
export function spendingHtml(spendings: Spending[]): Html {
  if (spendings.length === 0) return html`<p class="muted">Nothing yet.</p>`;
  return html`${spendings.map(table)}`;
}

function table(spending: Spending): Html {
  const most = spending.months.reduce((highest, { amount }) => (amount > highest ? amount : highest), 1n);
  const rows = spending.months.map(({ start, amount }) => {
    const text = inAsset(spending, amount);
    // In thousandths: a bar is a picture, the amount beside it is exact.
    const length = Number((amount * 1000n) / most);
    return html`<tr><th scope="row">${month(start)}</th><td class="amount">${text}</td><td class="bar"><meter min="0" max="1000" value="${length}" aria-label="${text}">${text}</meter></td></tr>
`;
  });
  return html`<div class="wide" role="region" aria-labelledby="spending" tabindex="0"><table>
<caption>${spending.assetCode}, by month (UTC)</caption>
<thead><tr><th scope="col">Month</th><th scope="col">Paid</th><th scope="col">Compared</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>`;
}
