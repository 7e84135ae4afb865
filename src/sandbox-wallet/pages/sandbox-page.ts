import type { Double } from '../doubles/double.js';
import { DOUBLES } from '../doubles/doubles.js';
import { RATES } from '../ledger/exchange.js';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { Wallet } from '../wallet.js';
import { type Html, html } from './html.js';
import { page } from './page.js';

/** What this sandbox can play, for people. */
export function sandboxPage(wallet: Wallet): Html {
  const { origin, testWalletAddresses, doubles } = wallet;
  const addresses = [...testWalletAddresses].map(
    ([name, { does, account }]) =>
      html`<tr>
        <th scope="row">
          <code>${origin}/${name}</code>
          ${account ? html`<br /><a href="/account/${name}" aria-label="Account of ${name}">account</a>` : ''}
        </th>
        <td>${does}</td>
      </tr> `,
  );
  const switches = Object.entries(DOUBLES).map(
    ([name, { does }]: [string, Double]) =>
      html`<tr>
        <th scope="row"><code>${name}</code>${doubles.playing.has(name as never) ? ' (on)' : ''}</th>
        <td>${does}</td>
      </tr> `,
  );
  return page(
    'Sandbox wallet',
    html`<p>An Open Payments wallet at <code>${origin}</code>. Its time is
        <time>${new Date(wallet.now()).toISOString()}</time>.</p>
      ${addresses.length > 0 ? section('Test wallet addresses', 'Each has one outcome, for ever.', addresses) : ''}
      ${section('Misbehaviour', 'Switches for tests: honest until one is switched on.', switches)}
      <pre><code>curl -X PUT ${origin}/sandbox/doubles/lost-201
curl -X DELETE ${origin}/sandbox/doubles
curl ${origin}/sandbox/clock --json '{"advance": "P31D"}'
curl ${origin}/sandbox/ledger</code></pre>
      <h2>Exchange rates</h2>
      <p>One US dollar, for ever: ${Object.entries(RATES)
        .filter(([code]) => code !== 'USD')
        .map(([code, rate]) => `${convertScaledAmountToDecimal(rate, 3).replace(/\.?0+$/, '')} ${code}`)
        .join(', ')}.</p>`,
    { wide: true },
  );
}

function section(title: string, text: string, rows: readonly Html[]): Html {
  return html`<h2>${title}</h2>
    <p>${text}</p>
    <table class="list">
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}
