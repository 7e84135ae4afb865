import type { Payment } from '../../protocol/relay-messages.js';
import type { StoredSession } from '../sessions.js';
import type { Intent } from './intent-transitions.js';
import { amountOf, type Asset } from './payer.js';

/** What the page is told of a payment: each is told once, by the answer to a tick. */
export function toPaymentMessage(
  debited: Asset,
  session: Pick<StoredSession, 'incoming_payment' | 'wallet_address'>,
  intent: Intent,
  next: number,
): Payment {
  const { receive_amount: value, receive_asset_code: assetCode, receive_asset_scale: scale } = intent;
  if (value === null || assetCode === null || scale === null)
    throw new Error(`intent ${intent.id} has no quote`);
  return {
    id: intent.id,
    debitAmount: amountOf(debited, intent.debit_amount),
    receiveAmount: amountOf({ assetCode, assetScale: Number(scale) }, value),
    incomingPayment: session.incoming_payment,
    walletAddress: session.wallet_address,
    next,
  };
}
