import type { Payment } from '../../protocol/relay-messages.js';
import type { StoredSession } from '../sessions.js';
import type { Correction } from './correction.js';
import type { Intent } from './move-intent.js';
import { amountOf, type Asset } from './payer.js';

/**
 * What the page is told of a payment: each is told once, by the answer to a tick.
 * @param more `spent` of the budget, in the asset of `debited`; what of earlier events this one makes good.
 */
export function toPaymentMessage(
  debited: Asset,
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
  const { sent, received } = amountsOf(intent);
  return {
    id: intent.id,
    debitAmount: amountOf(debited, intent.debit_amount),
    sentAmount: amountOf(debited, sent - correction.sent),
    receiveAmount: amountOf({ assetCode, assetScale: Number(scale) }, received - correction.received),
    ...(spent !== undefined && { spent: amountOf(debited, spent) }),
    incomingPayment: session.incoming_payment,
    walletAddress: session.wallet_address,
    next,
  };
}

/** What was sent and arrives, as far as it is known: as the quote said until the payment has ended. */
export function amountsOf({ state, debit_amount, sent_amount, receive_amount }: Intent): Correction {
  const [quoted, hasEnded] = [receive_amount ?? 0n, state === 'settled' || state === 'failed'];
  const sent = hasEnded ? (sent_amount ?? debit_amount) : debit_amount;
  // Of one that was cut short the wallet says only what was sent.
  return { sent, received: state === 'failed' ? (quoted * sent) / debit_amount : quoted };
}
