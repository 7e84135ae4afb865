import { MonetizationEvent } from '../page-api/monetization-event.js';
import { convertScaledAmountToDecimal, parseScaledAmount } from '../protocol/amount.js';
import type { Payment } from '../protocol/relay-messages.js';
import type { AgentContext } from './context.js';
import type { LinkSession } from './link-session.js';
import { dispatch, queueTask } from './platform.js';
import type { CurrencyTotal } from './state.js';
import { record } from './trace/record.js';

// https://webmonetization.org/specification/flows/#dfn-fire-monetization-event
export function fireMonetizationEvent(
  agent: AgentContext,
  { linkElement, href }: LinkSession,
  { walletAddress, incomingPayment }: Payment,
  amountSent: CurrencyTotal,
): void {
  // Created before the task, because what a page has put into its storage need not make an event, and in a task that would be the page's error.
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

// Differs from the spec: what earlier events have told beyond what was sent is taken off.
/** The decimal amount that an event tells, or null when it is nothing. */
export function amountSentBy(payment: Payment, by: 'sender' | 'receiver'): CurrencyTotal | null {
  const amount = by === 'sender' ? (payment.sentAmount ?? payment.debitAmount) : payment.receiveAmount;
  const scaled = parseScaledAmount(amount.value);
  if (scaled === 0n) return null;
  return { currency: amount.assetCode, value: convertScaledAmountToDecimal(scaled, amount.assetScale) };
}
