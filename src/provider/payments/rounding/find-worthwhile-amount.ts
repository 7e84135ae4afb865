import type { ExchangeRate } from '../../../protocol/exchange.js';
import { receiveAmountFor } from '../../../protocol/exchange.js';
import { losesTooMuch, NO_LOSS_FROM, worthwhileAmount } from '../../../protocol/rounding.js';
import type { Services } from '../../services.js';
import type { Asked } from '../check-echo.js';
import { learnRate } from './learn-rate.js';
import type { Payer } from '../payer.js';
import type { PaymentQuote } from '../quote-payment.js';

/**
 * The amount to wait for, where too much of the one that was asked for is lost to rounding: the least of which no more than 2 % are, by the wallet's
 * exchange rate. What its quotes say counts: where they contradict that rate, so many units that it does not matter.
 * @param quote that of `asked`.
 * @param most what waiting can bring about.
 * @returns the amount of `asked`, where waiting does not help.
 */
export async function findWorthwhileAmount(
  services: Services,
  payer: Payer,
  asked: Asked,
  quote: PaymentQuote,
  most: bigint,
): Promise<bigint> {
  const { amount } = asked;
  const { value: received } = quote.receiveAmount;
  if (received >= NO_LOSS_FROM || amount >= most) return amount;
  const nominal = nominalRate(payer, quote);
  if (nominal && !losesTooMuch(amount, received, nominal)) return amount;

  const units = (amount * NO_LOSS_FROM + received - 1n) / received;
  const enough = units < most ? units : most;
  const rate = await learnRate(services, payer, asked, quote);
  if (!rate) return enough;
  // A part of what is lost may be a fee, which waiting does not save.
  const isAttainable = nominal && !losesTooMuch(rate.denominator, rate.numerator, nominal);
  const best = isAttainable ? nominal : rate;
  if (!losesTooMuch(amount, received, best)) return amount;
  if (!losesTooMuch(amount, receiveAmountFor(amount, rate), best)) return enough;
  const worthwhile = worthwhileAmount(amount, most, rate, best);
  return worthwhile > amount ? worthwhile : amount;
}

/** What an amount is in the receiver's asset, where it is the same one. */
function nominalRate(payer: Payer, { receiveAmount }: PaymentQuote): ExchangeRate | undefined {
  if (payer.assetCode !== receiveAmount.assetCode) return undefined;
  return { numerator: 10n ** BigInt(receiveAmount.assetScale), denominator: 10n ** BigInt(payer.assetScale) };
}
