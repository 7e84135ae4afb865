import { MAX_AMOUNT } from '../../../protocol/amount.js';
import {
  debitAmountFor,
  type ExchangeRate,
  exchangeRate,
  receiveAmountFor,
} from '../../../protocol/exchange-rate.js';
import { PaymentError } from '../../core/errors.js';
import type { WalletAddress } from '../accounts.js';
import { toOpenPaymentsAmount } from '../asset.js';
import type { IncomingPayment } from './incoming-payments.js';

export interface QuoteAmounts {
  readonly debitAmount: bigint;
  readonly receiveAmount: bigint;
  /** The minimum amount that delivers `receiveAmount`. */
  readonly sentAmount: bigint;
}

/** At most one of the two. Without both, the amount of the incoming payment counts. */
export interface QuotedAmount {
  readonly debitAmount?: bigint;
  readonly receiveAmount?: bigint;
}

/** Computes the receive amount of a debit, from the exchange rate or with an injected fault. */
export type ComputeReceiveAmount = typeof receiveAmountFor;

/**
 * The amounts of a quote at the fixed exchange rate.
 * @throws PaymentError if the receiver cannot be paid, or not this amount
 */
export function computeQuoteAmounts(
  payer: WalletAddress,
  receiver: IncomingPayment,
  amount: QuotedAmount,
  computeReceiveAmount: ComputeReceiveAmount = receiveAmountFor,
): QuoteAmounts {
  const rate = exchangeRate(payer.asset, receiver.asset);
  if (!rate) throw new PaymentError(400, 'invalid receiver');
  const remaining =
    receiver.incomingAmount === null ? MAX_AMOUNT : receiver.incomingAmount - receiver.receivedAmount;
  const receiveAmount = amountToReceive(payer, receiver, rate, amount, computeReceiveAmount);
  const sentAmount = debitAmountFor(receiveAmount, rate);
  if (receiveAmount > remaining || sentAmount > MAX_AMOUNT) throw new PaymentError(400, 'invalid amount');
  return { receiveAmount, sentAmount, debitAmount: amount.debitAmount ?? sentAmount };
}

function amountToReceive(
  payer: WalletAddress,
  receiver: IncomingPayment,
  rate: ExchangeRate,
  { debitAmount, receiveAmount }: QuotedAmount,
  computeReceiveAmount: ComputeReceiveAmount,
): bigint {
  if (debitAmount === undefined) {
    const requested = receiveAmount ?? receiver.incomingAmount;
    if (requested === null) throw new PaymentError(400, 'invalid amount');
    return requested;
  }
  const received = computeReceiveAmount(debitAmount, rate);
  if (received > 0n) return received;
  let minDebit = debitAmountFor(1n, rate);
  while (computeReceiveAmount(minDebit, rate) === 0n) minDebit += 1n;
  const minSendAmount = toOpenPaymentsAmount(minDebit, payer.asset);
  throw new PaymentError(400, 'non-positive receive amount', { minSendAmount });
}
