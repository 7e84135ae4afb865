import type { FastifyInstance } from 'fastify';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import type { Wallet } from '../wallet.js';
import { serveAccountEvents } from './account-events.js';
import { ACCOUNT_SCRIPT } from './account-script.js';
import { messagePage } from './consent-page.js';
import { type Html, html } from './html.js';
import { page, sendPage } from './page.js';
import { type AccountView, readAccount } from './read-account.js';

/** What the account's owner sees. A sandbox has no passwords: whoever can reach it may look. */
export function serveAccountPages(server: FastifyInstance, wallet: Wallet): void {
  server.get('/account.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(ACCOUNT_SCRIPT),
  );
  serveAccountEvents(server, wallet);
  server.get<{ Params: { '*': string } }>('/account/*', async (request, reply) => {
    const id = `${wallet.origin}/${request.params['*']}`;
    const walletAddress = await findWalletAddress(wallet.database.committed, id);
    if (!walletAddress) return sendPage(reply, 404, messagePage('There is no such account.'));
    const account = await readAccount(wallet, walletAddress);
    return sendPage(reply, 200, accountPage(walletAddress, account), { script: true });
  });
}

function accountPage({ id, publicName }: WalletAddress, { balance, payments }: AccountView): Html {
  return page(
    publicName,
    html`<dl>
        <dt>Wallet address</dt>
        <dd><code>${id}</code></dd>
        <dt>Balance</dt>
        <dd class="amount" id="balance">${balance}</dd>
      </dl>
      <h2>Latest payments</h2>
      <p id="state">Reload this page to see new ones.</p>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">When (UTC)</th>
            <th scope="col">What</th>
            <th scope="col" class="amount">Amount</th>
          </tr>
        </thead>
        <tbody id="payments">
          ${payments.map(
            ({ at, what, amount }) =>
              html`<tr>
                <td><time datetime="${at}">${at.slice(0, 19).replace('T', ' ')}</time></td>
                <td>${what}</td>
                <td class="amount">${amount}</td>
              </tr> `,
          )}
        </tbody>
      </table>`,
    { script: '/account.js' },
  );
}
