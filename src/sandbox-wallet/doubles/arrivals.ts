import { receiveAmountFor } from '../../protocol/exchange.js';
import type { Arrival } from '../ledger/quotes.js';
import type { Switches } from './switches.js';

/** What one of the doubles that quote badly has arrive; undefined while none of them is on. */
export function takeArrival(doubles: Switches, operation: string): Arrival | undefined {
  if (doubles.takeInside('slippage', operation)) return slippage;
  return doubles.takeInside('one-arrives', operation) ? oneArrives : undefined;
}

const slippage: Arrival = (debit, { numerator, denominator }) =>
  receiveAmountFor(debit, { numerator: numerator * 99n, denominator: denominator * 100n });

const oneArrives: Arrival = (debit, rate) => {
  const arriving = receiveAmountFor(debit, rate);
  return arriving > 0n && debit < 1_000n ? 1n : arriving;
};
