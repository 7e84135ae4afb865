import type { SimulatedCode } from './problems.js';
import { debitAmountFor, exchangeRate, receiveAmountFor } from '../../protocol/exchange.js';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import type { Account } from './account.js';
import type { Scenario } from './scenario.js';
import type { SimulatedSession } from './simulated-line.js';
import type { Told } from './tell-calls.js';

/** One tick, as the provider decides it: what is due, whether the budget has it, and what becomes of it at the two wallets. */
// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
export function payWhatIsDue(
  account: Account,
  scenario: Scenario,
  session: SimulatedSession,
  refuse: (code: SimulatedCode) => never,
  createId: () => string,
  tell: Told,
): Payment | NothingDue {
  const { incomingPayment, receiver, untold } = session;
  const told = untold.shift();
  if (told) return { ...told, next: Math.max(account.plan(session.least).next, 1) };
  if (!account.isUsable) refuse('connection-not-active');
  if (account.plan(session.least).amount === 0n) return { next: account.plan(session.least).next };

  const { assetCode: code, assetScale: scale, id: walletAddress } = { ...session.walletAddress };
  const rate = exchangeRate({ code: scenario.assetCode, scale: scenario.assetScale }, { code, scale });
  if (!rate) return refuse('receiver-invalid');
  // The wallet names the least that arrives, and from then on that is gathered first.
  session.least = max(session.least, debitAmountFor(1n, rate));
  const { amount, next } = account.plan(session.least);
  if (amount === 0n) return { next };
  if (!account.covers(amount, session.least)) refuse('budget-spent');

  account.paidAt = account.now();
  const refusal = receiver.refuses?.(++session.attempts);
  tell('visitor', 'POST quote', session.href, refusal === 'receiver-invalid' ? refusal : undefined);
  if (refusal !== 'receiver-invalid') tell('visitor', 'POST outgoing payment', session.href, refusal);
  if (refusal === 'budget-spent') account.state = 'out-of-funds';
  if (refusal) refuse(refusal);
  account.spend(amount, receiver);
  return {
    id: createId(),
    debitAmount: { value: `${amount}`, assetCode: scenario.assetCode, assetScale: scenario.assetScale },
    receiveAmount: { value: `${receiveAmountFor(amount, rate)}`, assetCode: code, assetScale: scale },
    incomingPayment,
    walletAddress,
    next,
  };
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
