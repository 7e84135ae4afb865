import { exchangeRate, receiveAmountFor } from '../../protocol/exchange.js';
import type { Payment } from '../../protocol/relay-messages.js';
import { check } from '../../relay/simulated/check.js';
import { parseAmount, parseCurrency } from '../../relay/simulated/scenario.js';
import type { Scenario } from '../../relay/simulated/scenario.js';
import type { SimulatedSession } from '../../relay/simulated/simulated-line.js';
import type { SimulatedAmount } from './simulation.js';

export interface Debited {
  value: bigint;
  code: string;
  scale: number;
  /** Another currency is not that of the budget. */
  ofBudget: bigint;
}

let payments = 0;

/** @throws TypeError that names what is allowed. */
export function debitedAmount(amount: SimulatedAmount, { assetCode, assetScale }: Scenario): Debited {
  check(
    typeof amount === 'object' && amount !== null,
    'amount',
    amount,
    "{ value: '0.05', currency: 'USD' }",
  );
  const code = parseCurrency(amount.currency ?? assetCode);
  // In another currency there is no asset that could limit the decimals.
  const scale = code === assetCode ? assetScale : (String(amount.value).split('.')[1]?.length ?? 0);
  const value = parseAmount('value', amount.value, scale);
  check(value > 0n, 'value', amount.value, 'more than 0');
  return { value, code, scale, ofBudget: code === assetCode ? value : 0n };
}

export function toPayment(session: SimulatedSession, { value, code, scale }: Debited): Payment {
  const { id: walletAddress, assetCode, assetScale } = session.walletAddress;
  const rate = exchangeRate({ code, scale }, { code: assetCode, scale: assetScale });
  const debitAmount = { value: `${value}`, assetCode: code, assetScale: scale };
  const receiveAmount = rate
    ? { value: `${receiveAmountFor(value, rate)}`, assetCode, assetScale }
    : debitAmount;
  const { incomingPayment } = session;
  return { id: `extra-${++payments}`, debitAmount, receiveAmount, incomingPayment, walletAddress, next: 0 };
}
