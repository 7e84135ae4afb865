import type { Payment } from '../../../protocol/relay-messages.js';
import type { StoredConnection } from '../../core/connections.js';
import type { Services } from '../../core/services.js';
import type { StoredSession } from '../../core/sessions.js';
import { UNDELIVERED_RETRY_DELAY_MS } from './claim-undelivered.js';
import type { Correction } from './correction.js';
import type { Intent } from '../../core/intent-table.js';
import { readIntentAsset, toAmount, type WalletAsset } from '../../core/payer.js';

/**
 * Builds the relay message for a payment. Each payment is delivered once, in the response to a tick.
 * @param options.spent spent amount of the budget, in `debitAsset`.
 * @param options.correction amounts that offset earlier events.
 */
export function toPaymentMessage(
  debitAsset: WalletAsset,
  session: Pick<StoredSession, 'incoming_payment' | 'wallet_address'>,
  intent: Intent,
  next: number,
  {
    spent,
    correction = { sent: 0n, received: 0n },
  }: { spent?: bigint; correction?: Correction | undefined } = {},
): Payment {
  const { receive_asset_code: assetCode, receive_asset_scale: scale } = intent;
  if (assetCode === null || scale === null) throw new Error(`intent ${intent.id} has no quote`);
  const { sent, received } = reportedAmounts(intent);
  return {
    id: intent.id,
    debitAmount: toAmount(debitAsset, intent.debit_amount),
    sentAmount: toAmount(debitAsset, sent - correction.sent),
    receiveAmount: toAmount({ assetCode, assetScale: Number(scale) }, received - correction.received),
    ...(spent !== undefined && { spent: toAmount(debitAsset, spent) }),
    incomingPayment: session.incoming_payment,
    walletAddress: session.wallet_address,
    next,
  };
}

/** The message for a payment that an earlier tick has made, maybe under an earlier grant. */
export async function toEarlierPaymentMessage(
  services: Pick<Services, 'database'>,
  { connection, session }: { connection: StoredConnection; session: StoredSession },
  intent: Intent,
): Promise<Payment> {
  const asset = await readIntentAsset(services, connection, intent);
  const isOfBudget = intent.grant_id === connection.grant_id;
  return toPaymentMessage(asset, session, intent, UNDELIVERED_RETRY_DELAY_MS, {
    ...(isOfBudget && { spent: connection.spent }),
  });
}

/** The sent and received amounts. Until the payment has ended, they are the quoted amounts. */
export function reportedAmounts({ state, debit_amount, sent_amount, receive_amount }: Intent): Correction {
  const [quoted, hasEnded] = [receive_amount ?? 0n, state === 'settled' || state === 'failed'];
  const sent = hasEnded ? (sent_amount ?? debit_amount) : debit_amount;
  // For a partial payment the wallet reports only the sent amount.
  return { sent, received: state === 'failed' ? (quoted * sent) / debit_amount : quoted };
}
