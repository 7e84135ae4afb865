import type { Fault } from '../faults/fault.js';
import { FAULTS } from '../faults/fault-catalog.js';
import { UNITS_PER_1000_USD } from '../../protocol/exchange-rate.js';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { type Html, html } from '../../server/html.js';
import { renderSandboxLayout } from './page.js';

/** The overview page of the sandbox. */
export async function renderSandboxPage(wallet: SandboxWallet): Promise<Html> {
  const names = await readAccountNames(wallet);
  const { origin, testWalletAddresses, faults } = wallet;
  const testAddressRows = [...testWalletAddresses].map(([name, { description, account }]) =>
    row(`${origin}/${name}`, html`${description}${account ? accountLink(name) : ''}`),
  );
  const accountRows = names
    .filter((name) => !testWalletAddresses.has(name))
    .map((name) => row(`${origin}/${name}`, html`an account with a balance${accountLink(name)}`));
  const faultRows = Object.entries(FAULTS).map(([name, { description }]: [string, Fault]) =>
    row(name, html`${faults.active.has(name as never) ? html`<strong>On:</strong> ` : ''}${description}`),
  );
  return renderSandboxLayout(
    'Sandbox wallet',
    html`<p>An Open Payments wallet at <code>${origin}</code>. Its time is
        <time>${new Date(wallet.now()).toISOString()}</time>.</p>
      ${accountRows.length > 0 ? section('Wallet addresses', 'The accounts of this wallet.', accountRows) : ''}
      ${testAddressRows.length > 0 ? section('Test wallet addresses', 'Each always has the same outcome.', testAddressRows) : ''}
      ${section('Faults', 'For tests. All faults are off by default.', faultRows)}
      <pre><code>curl -X PUT ${origin}/sandbox/faults/drop-after-create
curl -X DELETE ${origin}/sandbox/faults
curl ${origin}/sandbox/clock --json '{"advance": "P31D"}'
curl ${origin}/sandbox/ledger</code></pre>
      <h2>Exchange rates</h2>
      <p>One US dollar is always: ${Object.entries(UNITS_PER_1000_USD)
        .filter(([code]) => code !== 'USD')
        .map(
          ([code, rate]) => `${convertScaledAmountToDecimal(rate, 3).replace(/(?<![.0])\.?0+$/, '')} ${code}`,
        )
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

function row(name: string, text: Html): Html {
  return html`<tr>
    <th scope="row"><code>${name}</code></th>
    <td>${text}</td>
  </tr> `;
}

function accountLink(name: string): Html {
  return html` (<a href="/account/${name}" aria-label="Account of ${name}">account</a>)`;
}

/** The names below this wallet's origin. The ledger may also have accounts of another wallet. */
async function readAccountNames({ database, origin }: SandboxWallet): Promise<string[]> {
  const rows = await database.reader.selectFrom('wallet_addresses').select('id').orderBy('id').execute();
  const prefix = `${origin}/`;
  return rows.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => id.slice(prefix.length));
}
