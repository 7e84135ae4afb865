import type { Amount } from '../../protocol/amount.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { amountOf, isSameAmount, type Payer } from './payer.js';

/** What a quote and an outgoing payment both repeat of the request. */
interface Echo {
  id: string;
  walletAddress: string;
  receiver: string;
  debitAmount: Amount;
}

export interface Asked {
  incomingPayment: string;
  amount: bigint;
}

/** What is wrong with a wallet's answer, or null: it must repeat payer, receiver and amount, and its `id` must be the wallet's own. */
export function findLie(payer: Payer, asked: Asked, echo: Echo): string | null {
  const { walletAddress, receiver, debitAmount, id } = echo;
  if (receiver !== asked.incomingPayment) return 'another receiver';
  if (!isSameAmount(debitAmount, amountOf(payer, asked.amount))) return 'another amount';
  if (walletAddress !== payer.walletAddress) return 'another payer';
  if (!URL.canParse(id) || new URL(id).origin !== new URL(payer.resourceServer).origin) return 'a foreign id';
  return null;
}

/**
 * A wallet that answers something else than what was asked may be doing it, too. Nothing more is paid until the visitor resumes the connection,
 * or has consented anew, which may be with another wallet.
 * @returns what the page is told.
 */
export async function quarantine({ write, log }: Services, payer: Payer, lie: string): Promise<RelayProblem> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'paused' })
      .where('id', '=', payer.connectionId)
      .where('grant_id', '=', payer.grantId)
      .where('state', 'in', ['active', 'out-of-funds'])
      .execute(),
  );
  log.error(
    { connection: payer.connectionId, wallet: payer.resourceServer, lie },
    'a wallet answered something else than what it was asked for; the connection is paused',
  );
  return new RelayProblem('payer-answer-invalid', `It named ${lie}; the connection is paused.`);
}
