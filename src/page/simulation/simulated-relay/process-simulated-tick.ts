import type { SimulatedCode } from './simulated-problems.js';
import type { NothingDue, Payment } from '../../../protocol/relay-messages.js';
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
  const { incomingPayment, undelivered } = session;
  const undeliveredPayment = undelivered.shift();
  if (undeliveredPayment) return { ...undeliveredPayment, next: Math.max(account.plan(session).next, 1) };
  if (!account.isUsable) refuse('connection-not-active');
  if (account.isAwaitingFunds) refuse('budget-spent');
  const due = account.plan(session);
  if (due.isTooLarge) refuse('min-amount-too-large');
  if (due.amount === 0n) return { next: due.next, dueIn: due.next };

  const { details, walletAddress } = session;
  const minArriving = details?.minArrivingAmount(account, scenario, session, due.amount) ?? due.amount;
  if (minArriving === 0n) refuse('receiver-invalid');
  // From the first quote on, payments accrue to an amount that arrives, and of which rounding loses little.
  session.minEfficientAmount = max(session.minEfficientAmount, minArriving);
  const { amount, next, isTooLarge } = account.plan(session);
  if (isTooLarge) refuse('min-amount-too-large');
  if (amount === 0n) return { next, dueIn: next };
  if (!account.fitsBudget(amount, session.minSendAmount)) refuse('budget-spent');

  account.paidAt = account.now();
  const refusal = details?.refuseTestPayment(account, session, next, recordWalletCall);
  if (refusal) refuse(refusal);
  account.visibleTime.pay(next);
  recordWalletCall('visitor', 'POST quote', session.href);
  recordWalletCall('visitor', 'POST outgoing payment', session.href);
  if (account.settlement?.isUnfunded) {
    if (!account.settlement.probe(session)) refuse('budget-spent');
    account.state = 'active';
  }
  const receive = details?.receiveAmount(scenario, session, amount) ?? amount;
  const { sent, received } = account.settlement?.reportedAmounts(session, amount, receive) ?? {
    sent: amount,
    received: receive,
  };
  account.add({ at: account.now(), session, debit: amount, receive });
  const toVisitorAmount = (value: bigint) => ({
    value: `${value}`,
    assetCode: scenario.assetCode,
    assetScale: scenario.assetScale,
  });
  const { id, assetCode, assetScale } = walletAddress;
  return {
    id: createId(),
    debitAmount: toVisitorAmount(amount),
    sentAmount: toVisitorAmount(sent),
    receiveAmount: { value: `${received}`, assetCode, assetScale },
    spent: toVisitorAmount(account.spent),
    incomingPayment,
    walletAddress: id,
    next,
    dueIn: next,
  };
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
