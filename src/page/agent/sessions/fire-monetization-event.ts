import { MonetizationEvent } from '../../api/monetization-event.js';
import { convertScaledAmountToDecimal, parseScaledAmount } from '../../../protocol/amount.js';
import type { Payment } from '../../../protocol/relay-messages.js';
import type { SessionContext } from './session-context.js';
import type { LinkSession } from './link-session.js';
import { dispatch, queueTask } from '../core/platform.js';
import type { CurrencyTotal } from '../../../protocol/currency-totals.js';
import { record } from '../trace/trace-record.js';

// https://webmonetization.org/specification/flows/#dfn-fire-monetization-event
export function fireMonetizationEvent(
  agent: SessionContext,
  { linkElement, href }: LinkSession,
  { walletAddress, incomingPayment }: Payment,
  amountSent: CurrencyTotal,
): void {
  // A replayed payment comes from sessionStorage, where the page can change it, so the constructor may throw.
  // The caller catches that; in the task it would become an uncaught error of the page.
  const event = new MonetizationEvent('monetization', {
    bubbles: true,
    amountSent,
    walletAddress,
    incomingPayment,
  });
  // https://webmonetization.org/specification/#dfn-monetization-task-source
  queueTask(agent.platform, () => {
    if (!linkElement.isConnected) return;
    record(agent, event.type, [href, event.toJSON()]);
    dispatch(event, linkElement);
  });
}

// Differs from the spec: the provider reduces the amount if earlier events reported more than was sent.
/** The decimal amount for the event, or null when it is zero. */
export function eventAmountSent(payment: Payment, party?: 'sender' | 'receiver'): CurrencyTotal | null {
  const amount = party === 'receiver' ? payment.receiveAmount : (payment.sentAmount ?? payment.debitAmount);
  const scaled = parseScaledAmount(amount.value);
  if (scaled === 0n) return null;
  return { currency: amount.assetCode, value: convertScaledAmountToDecimal(scaled, amount.assetScale) };
}
