import {
  debitAmountFor,
  exchangeRate,
  receiveAmountFor,
  type ExchangeRate,
} from '../../../protocol/exchange-rate.js';
import { minEfficientAmount } from '../../../protocol/rounding.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import type { RecordWalletCall } from './relay-calls.js';
import type { SimulatedAccount } from './simulated-account.js';
import type { SimulatedSession } from './simulated-session.js';
import type { SimulatedCode } from './simulated-problems.js';

/** Raises the session's minimum amounts for its exchange rate. @returns 0 if there is no rate. */
export function minArrivingAmount(
  account: SimulatedAccount,
  scenario: SimulationScenario,
  session: SimulatedSession,
  due: bigint,
): bigint {
  const rate = rateOf(scenario, session);
  if (!rate) return 0n;
  session.minSendAmount = max(session.minSendAmount, debitAmountFor(1n, rate));
  return minEfficientAmount(max(due, session.minSendAmount), account.maxAccumulated, rate);
}

/** The code with which a test wallet address refuses its next payment, or undefined. */
export function refuseTestPayment(
  account: SimulatedAccount,
  session: SimulatedSession,
  next: number,
  recordWalletCall: RecordWalletCall,
): SimulatedCode | undefined {
  const { receiver, href } = session;
  const refusal = receiver.paymentError?.(++session.attempts);
  if (!refusal) return undefined;
  if (receiver.failsAtQuote?.(session.attempts)) account.visibleTime.skip(next);
  // After `payer-unreachable` the amount stays due, so the next tick retries it.
  else if (refusal !== 'payer-unreachable') account.visibleTime.pay(next);
  const failsAtQuote = refusal === 'receiver-invalid';
  recordWalletCall('visitor', 'POST quote', href, failsAtQuote ? refusal : undefined);
  if (!failsAtQuote) recordWalletCall('visitor', 'POST outgoing payment', href, refusal);
  if (refusal === 'budget-spent') account.state = 'out-of-funds';
  return refusal;
}

export function receiveAmount(
  scenario: SimulationScenario,
  session: SimulatedSession,
  debit: bigint,
): bigint {
  const rate = rateOf(scenario, session);
  return rate ? receiveAmountFor(debit, rate) : 0n;
}

function rateOf(
  scenario: SimulationScenario,
  { walletAddress: { assetCode: code, assetScale: scale } }: SimulatedSession,
): ExchangeRate | undefined {
  return exchangeRate({ code: scenario.assetCode, scale: scenario.assetScale }, { code, scale });
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
