import { receiveAmountFor } from '../../protocol/exchange-rate.js';
import { PaymentError } from '../core/errors.js';
import type { ComputeReceiveAmount } from '../ledger/payments/quote-amounts.js';
import type { ActiveFaults } from './active-faults.js';

const DEBIT_LIMIT = 1_000n;

/** The receive amount computed by an active quote fault, or undefined if none is active. */
export function takeReceiveAmountFault(
  faults: ActiveFaults,
  operation: string,
): ComputeReceiveAmount | undefined {
  if (faults.consumeNamed('slippage', operation)) return withSlippage;
  if (faults.consumeNamed('quote-limit', operation)) return withQuoteLimit;
  return faults.consumeNamed('one-unit-received', operation) ? withOneUnitReceived : undefined;
}

const withSlippage: ComputeReceiveAmount = (debit, { numerator, denominator }) =>
  receiveAmountFor(debit, { numerator: numerator * 99n, denominator: denominator * 100n });

const withQuoteLimit: ComputeReceiveAmount = (debit, rate) => {
  if (debit > DEBIT_LIMIT) throw new PaymentError(400, 'invalid amount');
  return receiveAmountFor(debit, rate);
};

const withOneUnitReceived: ComputeReceiveAmount = (debit, rate) => {
  const received = receiveAmountFor(debit, rate);
  return received > 0n && debit < DEBIT_LIMIT ? 1n : received;
};
