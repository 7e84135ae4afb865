import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { findWalletAddress, type WalletAddress } from '../ledger/accounts.js';
import { amountOf } from '../ledger/asset.js';
import type { Wallet } from '../wallet.js';
import { formatAmount, messagePage } from './consent-page.js';
import { type Html, html } from './html.js';
import { page, sendPage } from './page.js';

interface Movement {
  readonly created_at: bigint;
  readonly amount: bigint;
}

/** What the account's owner sees. A sandbox has no passwords: whoever can reach it may look. */
export function serveAccountPages(server: FastifyInstance, wallet: Wallet): void {
  server.get<{ Params: { '*': string } }>('/account/*', async (request, reply) => {
    const id = `${wallet.origin}/${request.params['*']}`;
    const walletAddress = await findWalletAddress(wallet.database.committed, id);
    if (!walletAddress) return sendPage(reply, 404, messagePage('There is no such account.'));
    return sendPage(reply, 200, accountPage(walletAddress, await readMovements(wallet, walletAddress)));
  });
}

function accountPage(walletAddress: WalletAddress, movements: readonly Movement[]): Html {
  const { asset } = walletAddress;
  return page(
    walletAddress.publicName,
    html`<dl>
        <dt>Wallet address</dt>
        <dd>${walletAddress.id}</dd>
        <dt>Balance</dt>
        <dd>${formatAmount(amountOf(walletAddress.balance, asset))}</dd>
      </dl>
      <h2>Latest payments</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          ${movements.map(
            ({ created_at, amount }) =>
              html`<tr>
                <td>${new Date(Number(created_at)).toISOString()}</td>
                <td>
                  ${amount < 0n ? '−' : '+'}${formatAmount(amountOf(amount < 0n ? -amount : amount, asset))}
                </td>
              </tr> `,
          )}
        </tbody>
      </table>`,
  );
}

async function readMovements({ database }: Wallet, { account }: WalletAddress): Promise<Movement[]> {
  const { rows } = await sql<Movement>`
    SELECT created_at, CASE debit_account WHEN ${account} THEN -amount ELSE amount END AS amount
    FROM transfers WHERE debit_account = ${account} OR credit_account = ${account}
    ORDER BY id DESC LIMIT 20`.execute(database.committed);
  return rows;
}
