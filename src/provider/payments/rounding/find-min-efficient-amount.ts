import { receiveAmountFor, type ExchangeRate } from '../../../protocol/exchange-rate.js';
import { exceedsMaxLoss, MIN_LOSSLESS_UNITS, minEfficientAmount } from '../../../protocol/rounding.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { ExpectedPayment } from '../outgoing-payments/verify-response.js';
import { learnExchangeRate } from './learn-exchange-rate.js';
import type { Payer } from '../../core/payer.js';
import type { PaymentQuote } from '../intents/payment-quote.js';

/**
 * Computes the amount to accumulate if the quoted amount loses too much to rounding: the smallest amount that
 * loses at most `MAX_LOSS_PERCENT` (protocol/rounding.ts), by the wallet's exchange rate. If the
 * wallet's quotes contradict that rate, it is an amount so large that rounding does not matter.
 * @param quote the quote for `expected`.
 * @param maxAmount the largest amount that may accumulate.
 * @returns the amount of `expected` if a larger amount does not help.
 */
export async function findMinEfficientAmount(
  services: PaymentServices,
  payer: Payer,
  expected: ExpectedPayment,
  quote: PaymentQuote,
  maxAmount: bigint,
): Promise<bigint> {
  const { amount } = expected;
  const { value: received } = quote.receiveAmount;
  if (received >= MIN_LOSSLESS_UNITS || amount >= maxAmount) return amount;
  const nominal = nominalRate(payer, quote);
  if (nominal && !exceedsMaxLoss(amount, received, nominal)) return amount;

  const units = (amount * MIN_LOSSLESS_UNITS + received - 1n) / received;
  const enough = units < maxAmount ? units : maxAmount;
  const rate = await learnExchangeRate(services, payer, expected, quote);
  if (!rate) return enough;
  // A part of the loss may be a fee, which a larger amount does not avoid.
  const isAttainable = nominal && !exceedsMaxLoss(rate.denominator, rate.numerator, nominal);
  const best = isAttainable ? nominal : rate;
  if (!exceedsMaxLoss(amount, received, best)) return amount;
  if (!exceedsMaxLoss(amount, receiveAmountFor(amount, rate), best)) return enough;
  const efficient = minEfficientAmount(amount, maxAmount, rate, best);
  return efficient > amount ? efficient : amount;
}

/** The rate without loss if payer and receiver use the same asset code. Otherwise undefined. */
function nominalRate(payer: Payer, { receiveAmount }: PaymentQuote): ExchangeRate | undefined {
  if (payer.assetCode !== receiveAmount.assetCode) return undefined;
  return { numerator: 10n ** BigInt(receiveAmount.assetScale), denominator: 10n ** BigInt(payer.assetScale) };
}
