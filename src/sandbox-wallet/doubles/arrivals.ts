import { receiveAmountFor } from '../../protocol/exchange.js';
import { PaymentError } from '../errors.js';
import type { Arrival } from '../ledger/quotes.js';
import type { Switches } from './switches.js';

const LIMIT = 1_000n;

/** What one of the doubles that quote badly has arrive; undefined while none of them is on. */
export function takeArrival(doubles: Switches, operation: string): Arrival | undefined {
  if (doubles.takeInside('slippage', operation)) return slippage;
  if (doubles.takeInside('quote-limit', operation)) return limited;
  return doubles.takeInside('one-arrives', operation) ? oneArrives : undefined;
}

const slippage: Arrival = (debit, { numerator, denominator }) =>
  receiveAmountFor(debit, { numerator: numerator * 99n, denominator: denominator * 100n });

const limited: Arrival = (debit, rate) => {
  if (debit > LIMIT) throw new PaymentError(400, 'invalid amount');
  return receiveAmountFor(debit, rate);
};

const oneArrives: Arrival = (debit, rate) => {
  const arriving = receiveAmountFor(debit, rate);
  return arriving > 0n && debit < LIMIT ? 1n : arriving;
};
