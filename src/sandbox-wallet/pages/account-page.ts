import type { FastifyInstance } from 'fastify';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { serveAccountEvents } from './account-events.js';
import { ACCOUNT_SCRIPT } from './account-script.js';
import { renderMessagePage } from './message-page.js';
import { type Html, html } from '../../server/html.js';
import { renderSandboxLayout, sendSandboxPage } from './page.js';
import { type AccountView, readAccountView } from './account-view.js';

/** Serves the account pages. A sandbox has no passwords: everyone who can reach it can view them. */
export function serveSandboxAccountPages(server: FastifyInstance, wallet: SandboxWallet): void {
  server.get('/account.js', async (_request, reply) =>
    reply.type('text/javascript; charset=utf-8').send(ACCOUNT_SCRIPT),
  );
  serveAccountEvents(server, wallet);
  server.get<{ Params: { '*': string } }>('/account/*', async (request, reply) => {
    const id = `${wallet.origin}/${request.params['*']}`;
    const walletAddress = await findWalletAddress(wallet.database.reader, id);
    if (!walletAddress) return sendSandboxPage(reply, 404, renderMessagePage('Unknown account.'));
    const account = await readAccountView(wallet, walletAddress);
    return sendSandboxPage(reply, 200, renderAccountPage(walletAddress, account), { script: true });
  });
}

function renderAccountPage({ id, publicName }: WalletAddress, { balance, payments }: AccountView): Html {
  return renderSandboxLayout(
    publicName,
    html`<dl>
        <dt>Wallet address</dt>
        <dd><code>${id}</code></dd>
        <dt>Balance</dt>
        <dd class="amount" id="balance">${balance}</dd>
      </dl>
      <h2>Latest payments</h2>
      <p id="state">Reload this page to see new payments.</p>
      <table class="list">
        <thead>
          <tr>
            <th scope="col">When (UTC)</th>
            <th scope="col">Payment</th>
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
