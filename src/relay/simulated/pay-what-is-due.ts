import type { SimulatedCode } from './problems.js';
import { debitAmountFor, exchangeRate, receiveAmountFor } from '../../protocol/exchange.js';
import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { worthwhileAmount } from '../../protocol/rounding.js';
import type { Account } from './account.js';
import type { Scenario } from './scenario.js';
import type { SimulatedSession } from './simulated-line.js';
import type { Told } from './tell-calls.js';

/** One tick, as the provider decides it. @throws what `refuse` does. */
export function processTick(...given: Parameters<typeof payWhatIsDue>): Payment | NothingDue {
  const [{ time, now }] = given;
  time.tick(now());
  const answer = payWhatIsDue(...given);
  return { ...answer, next: time.answer(answer.next, now()) };
}

/** What is due, whether the budget has it, and what becomes of it at the two wallets. */
// https://webmonetization.org/specification/flows/#dfn-process-session-for-payment
function payWhatIsDue(
  account: Account,
  scenario: Scenario,
  session: SimulatedSession,
  refuse: (code: SimulatedCode) => never,
  createId: () => string,
  tell: Told,
): Payment | NothingDue {
  const { incomingPayment, receiver, untold } = session;
  const told = untold.shift();
  if (told) return { ...told, next: Math.max(account.plan(session).next, 1) };
  if (!account.isUsable) refuse('connection-not-active');
  if (account.isWaitingForMoney) refuse('budget-spent');
  const due = account.plan(session);
  if (due.isTooLarge) refuse('least-amount-too-large');
  if (due.amount === 0n) return { next: due.next, dueIn: due.next };

  const { assetCode: code, assetScale: scale, id: walletAddress } = { ...session.walletAddress };
  const rate = exchangeRate({ code: scenario.assetCode, scale: scenario.assetScale }, { code, scale });
  if (!rate) return refuse('receiver-invalid');
  // The wallet names the least that arrives, and its quotes say of which amount too much is lost: from then on that is gathered first.
  session.least = max(session.least, debitAmountFor(1n, rate));
  const arriving = max(due.amount, session.least);
  session.worthwhile = max(session.worthwhile, worthwhileAmount(arriving, account.mostWaitedFor, rate));
  const { amount, next, isTooLarge } = account.plan(session);
  if (isTooLarge) refuse('least-amount-too-large');
  if (amount === 0n) return { next, dueIn: next };
  if (!account.covers(amount, session.least)) refuse('budget-spent');

  account.paidAt = account.now();
  const refusal = receiver.refuses?.(++session.attempts);
  if (refusal && receiver.refusesQuote?.(session.attempts)) account.time.skip(next);
  // A payment that got no answer is asked for again: it has accrued already.
  else if (refusal !== 'payer-unreachable') account.time.pay(next);
  tell('visitor', 'POST quote', session.href, refusal === 'receiver-invalid' ? refusal : undefined);
  if (refusal !== 'receiver-invalid') tell('visitor', 'POST outgoing payment', session.href, refusal);
  if (refusal === 'budget-spent') account.state = 'out-of-funds';
  if (refusal) refuse(refusal);
  const inVisitors = (value: bigint) => ({
    value: `${value}`,
    assetCode: scenario.assetCode,
    assetScale: scenario.assetScale,
  });
  const receive = receiveAmountFor(amount, rate);
  if (account.settling.isUnfunded) {
    if (!account.settling.probe(session)) refuse('budget-spent');
    account.state = 'active';
  }
  const [sent, received] = [
    max(0n, amount - session.toldTooMuch),
    max(0n, receive - session.toldTooMuchReceived),
  ];
  session.toldTooMuch -= amount - sent;
  session.toldTooMuchReceived -= receive - received;
  account.spent += amount;
  account.settling.add({ at: account.now(), session, debit: amount, receive });
  return {
    id: createId(),
    debitAmount: inVisitors(amount),
    sentAmount: inVisitors(sent),
    receiveAmount: { value: `${received}`, assetCode: code, assetScale: scale },
    spent: inVisitors(account.spent),
    incomingPayment,
    walletAddress,
    next,
    dueIn: next,
  };
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
