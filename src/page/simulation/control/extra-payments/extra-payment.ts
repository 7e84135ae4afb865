import { exchangeRate, receiveAmountFor } from '../../../../protocol/exchange-rate.js';
import type { Payment } from '../../../../protocol/relay-messages.js';
import { assertAllowed } from '../../scenario/assert-allowed.js';
import { parseAmount, parseCurrency, type SimulationScenario } from '../../scenario/simulation-scenario.js';
import type { SimulatedSession } from '../../simulated-relay/simulated-session.js';
import type { SimulatedAmount } from '../../running/simulation-control.js';

export interface DebitedAmount {
  value: bigint;
  code: string;
  scale: number;
  /** The amount to take from the budget. 0 if the payment is in another currency. */
  budgetDebit: bigint;
}

let lastPayment = 0;

/** Validates an amount. @throws TypeError with the allowed values. */
export function parseDebitedAmount(
  amount: SimulatedAmount,
  { assetCode, assetScale }: SimulationScenario,
): DebitedAmount {
  assertAllowed(
    typeof amount === 'object' && amount !== null,
    'amount',
    amount,
    "{ value: '0.05', currency: 'USD' }",
  );
  const code = parseCurrency(amount.currency ?? assetCode);
  // For another currency no asset limits the number of decimals.
  const scale = code === assetCode ? assetScale : (String(amount.value).split('.')[1]?.length ?? 0);
  const value = parseAmount('value', amount.value, scale);
  assertAllowed(value > 0n, 'value', amount.value, 'a number above 0');
  return { value, code, scale, budgetDebit: code === assetCode ? value : 0n };
}

export function createExtraPayment(
  session: SimulatedSession,
  { value, code, scale }: DebitedAmount,
): Payment {
  const { id: walletAddress, assetCode, assetScale } = session.walletAddress;
  const rate = exchangeRate({ code, scale }, { code: assetCode, scale: assetScale });
  const debitAmount = { value: `${value}`, assetCode: code, assetScale: scale };
  const receiveAmount = rate
    ? { value: `${receiveAmountFor(value, rate)}`, assetCode, assetScale }
    : debitAmount;
  const { incomingPayment } = session;
  return {
    id: `extra-${++lastPayment}`,
    debitAmount,
    receiveAmount,
    incomingPayment,
    walletAddress,
    next: 0,
  };
}
