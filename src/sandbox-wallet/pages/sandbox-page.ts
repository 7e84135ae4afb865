import type { Double } from '../doubles/double.js';
import { DOUBLES } from '../doubles/doubles.js';
import { RATES } from '../../protocol/exchange.js';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { Wallet } from '../wallet.js';
import { type Html, html } from './html.js';
import { page } from './page.js';

/** What this sandbox can play, for people. */
export async function sandboxPage(wallet: Wallet): Promise<Html> {
  const names = await readNames(wallet);
  const { origin, testWalletAddresses, doubles } = wallet;
  const addresses = [...testWalletAddresses].map(([name, { does, account }]) =>
    row(`${origin}/${name}`, html`${does}${account ? accountLink(name) : ''}`),
  );
  const people = names
    .filter((name) => !testWalletAddresses.has(name))
    .map((name) => row(`${origin}/${name}`, html`an account with a balance${accountLink(name)}`));
  const switches = Object.entries(DOUBLES).map(([name, { does }]: [string, Double]) =>
    row(name, html`${doubles.playing.has(name as never) ? html`<strong>On:</strong> ` : ''}${does}`),
  );
  return page(
    'Sandbox wallet',
    html`<p>An Open Payments wallet at <code>${origin}</code>. Its time is
        <time>${new Date(wallet.now()).toISOString()}</time>.</p>
      ${people.length > 0 ? section('Wallet addresses', 'Somebody has them.', people) : ''}
      ${addresses.length > 0 ? section('Test wallet addresses', 'Each has one outcome, for ever.', addresses) : ''}
      ${section('Misbehaviour', 'Switches for tests: honest until one is switched on.', switches)}
      <pre><code>curl -X PUT ${origin}/sandbox/doubles/lost-201
curl -X DELETE ${origin}/sandbox/doubles
curl ${origin}/sandbox/clock --json '{"advance": "P31D"}'
curl ${origin}/sandbox/ledger</code></pre>
      <h2>Exchange rates</h2>
      <p>One US dollar, for ever: ${Object.entries(RATES)
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

/** What stands below the origin of this wallet: the ledger may be shared with another. */
async function readNames({ database, origin }: Wallet): Promise<string[]> {
  const rows = await database.committed.selectFrom('wallet_addresses').select('id').orderBy('id').execute();
  const prefix = `${origin}/`;
  return rows.filter(({ id }) => id.startsWith(prefix)).map(({ id }) => id.slice(prefix.length));
}
