import type { Amount } from '../../../protocol/amount.js';
import { USABLE_STATES } from '../../../protocol/relay-messages.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import { toAmount, isSameAmount, type Payer } from '../../core/payer.js';

/** The members of the request that quotes and outgoing payments repeat. */
interface EchoedPayment {
  id: string;
  walletAddress: string;
  receiver: string;
  debitAmount: Amount;
}

export interface ExpectedPayment {
  incomingPayment: string;
  amount: bigint;
}

/**
 * Compares a wallet's response with the request: payer, receiver and amount must be the same, and `id` must
 * be a URL of the wallet.
 * @returns the first mismatch, or null.
 */
export function findMismatch(
  payer: Payer,
  expected: ExpectedPayment,
  response: EchoedPayment,
): string | null {
  const { walletAddress, receiver, debitAmount, id } = response;
  if (receiver !== expected.incomingPayment) return 'another receiver';
  if (!isSameAmount(debitAmount, toAmount(payer, expected.amount))) return 'another amount';
  if (walletAddress !== payer.walletAddress) return 'another payer';
  if (!URL.canParse(id) || new URL(id).origin !== new URL(payer.resourceServer).origin) return 'a foreign id';
  return null;
}

/**
 * Pauses the connection, because the wallet may also execute a payment that does not match the request.
 * Payments continue after the visitor resumes the connection or consents again.
 * @returns the error for the page.
 */
export async function suspendConnection(
  { write, log }: PaymentServices,
  payer: Payer,
  mismatch: string,
): Promise<RelayProblem> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'paused' })
      .where('id', '=', payer.connectionId)
      .where('grant_id', '=', payer.grantId)
      .where('state', 'in', USABLE_STATES)
      .execute(),
  );
  log.error(
    { connection: payer.connectionId, wallet: payer.resourceServer, mismatch },
    "a wallet's response did not match the request; the connection is paused",
  );
  return new RelayProblem(
    'payer-response-invalid',
    `The response contains ${mismatch}. The connection is paused.`,
  );
}
