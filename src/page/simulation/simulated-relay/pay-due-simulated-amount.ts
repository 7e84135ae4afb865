import type { SimulatedCode } from '../control/simulated-problems.js';
import { debitAmountFor, exchangeRate, receiveAmountFor } from '../../../protocol/exchange-rate.js';
import type { NothingDue, Payment } from '../../../protocol/relay-messages.js';
import { minEfficientAmount } from '../../../protocol/rounding.js';
import type { SimulatedAccount } from './simulated-account.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import type { SimulatedSession } from './simulated-session.js';
import type { RecordWalletCall } from './relay-calls.js';

/** Processes one tick like the provider. @throws Refusal through `refuse`. */
export function processSimulatedTick(
  ...args: Parameters<typeof payDueSimulatedAmount>
): Payment | NothingDue {
  const [{ visibleTime, now }] = args;
  visibleTime.beginTick(now());
  const answer = payDueSimulatedAmount(...args);
  return { ...answer, next: visibleTime.endTick(answer.next, now()) };
}

/** Pays the amount that is due, if the budget and both wallets allow it. */
// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
function payDueSimulatedAmount(
  account: SimulatedAccount,
  scenario: SimulationScenario,
  session: SimulatedSession,
  refuse: (code: SimulatedCode) => never,
  createId: () => string,
  recordWalletCall: RecordWalletCall,
): Payment | NothingDue {
  const { incomingPayment, receiver, undelivered } = session;
  const undeliveredPayment = undelivered.shift();
  if (undeliveredPayment) return { ...undeliveredPayment, next: Math.max(account.plan(session).next, 1) };
  if (!account.isUsable) refuse('connection-not-active');
  if (account.isAwaitingFunds) refuse('budget-spent');
  const due = account.plan(session);
  if (due.isTooLarge) refuse('min-amount-too-large');
  if (due.amount === 0n) return { next: due.next, dueIn: due.next };

  const { assetCode: code, assetScale: scale, id: walletAddress } = { ...session.walletAddress };
  const rate = exchangeRate({ code: scenario.assetCode, scale: scenario.assetScale }, { code, scale });
  if (!rate) return refuse('receiver-invalid');
  // From the first quote on, payments accrue to the minimum amount that arrives, and to an amount of which
  // rounding loses little.
  session.minSendAmount = max(session.minSendAmount, debitAmountFor(1n, rate));
  const minArriving = max(due.amount, session.minSendAmount);
  session.minEfficientAmount = max(
    session.minEfficientAmount,
    minEfficientAmount(minArriving, account.maxAccumulated, rate),
  );
  const { amount, next, isTooLarge } = account.plan(session);
  if (isTooLarge) refuse('min-amount-too-large');
  if (amount === 0n) return { next, dueIn: next };
  if (!account.fitsBudget(amount, session.minSendAmount)) refuse('budget-spent');

  account.paidAt = account.now();
  const refusal = receiver.paymentError?.(++session.attempts);
  if (refusal && receiver.failsAtQuote?.(session.attempts)) account.visibleTime.skip(next);
  // After `payer-unreachable` the amount stays due, so the next tick retries it.
  else if (refusal !== 'payer-unreachable') account.visibleTime.pay(next);
  recordWalletCall(
    'visitor',
    'POST quote',
    session.href,
    refusal === 'receiver-invalid' ? refusal : undefined,
  );
  if (refusal !== 'receiver-invalid')
    recordWalletCall('visitor', 'POST outgoing payment', session.href, refusal);
  if (refusal === 'budget-spent') account.state = 'out-of-funds';
  if (refusal) refuse(refusal);
  const toVisitorAmount = (value: bigint) => ({
    value: `${value}`,
    assetCode: scenario.assetCode,
    assetScale: scenario.assetScale,
  });
  const receive = receiveAmountFor(amount, rate);
  if (account.settlement.isUnfunded) {
    if (!account.settlement.probe(session)) refuse('budget-spent');
    account.state = 'active';
  }
  const [sent, received] = [
    max(0n, amount - session.overreportedSent),
    max(0n, receive - session.overreportedReceived),
  ];
  session.overreportedSent -= amount - sent;
  session.overreportedReceived -= receive - received;
  account.spent += amount;
  account.settlement.add({ at: account.now(), session, debit: amount, receive });
  return {
    id: createId(),
    debitAmount: toVisitorAmount(amount),
    sentAmount: toVisitorAmount(sent),
    receiveAmount: { value: `${received}`, assetCode: code, assetScale: scale },
    spent: toVisitorAmount(account.spent),
    incomingPayment,
    walletAddress,
    next,
    dueIn: next,
  };
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
