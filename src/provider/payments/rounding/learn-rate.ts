import { MAX_AMOUNT } from '../../../protocol/amount.js';
import type { ExchangeRate } from '../../../protocol/exchange.js';
import { RelayProblem } from '../../problem.js';
import type { Services } from '../../services.js';
import type { Asked } from '../check-echo.js';
import type { Payer } from '../payer.js';
import { type PaymentQuote, quotePayment } from '../quote-payment.js';

/** Of so many units, rounding takes next to nothing. */
const EXACT_FROM = 2_000n;

/**
 * What arrives of the payer's money, but for rounding, by a quote of an amount so large that rounding does not matter: one for all payments between
 * the same two wallets and assets, for some minutes. Quotes move no money.
 * @param quote that of `asked`.
 * @returns null where the wallet does not say.
 * @throws RelayProblem `payer-answer-invalid`: the wallet lies.
 */
export async function learnRate(
  services: Services,
  payer: Payer,
  { incomingPayment, amount }: Asked,
  { receiveAmount: { value, assetCode, assetScale } }: PaymentQuote,
): Promise<ExchangeRate | null> {
  const { learnedRates, now } = services;
  const between = [
    ...[payer.resourceServer, payer.assetCode, payer.assetScale],
    ...[new URL(incomingPayment).origin, assetCode, assetScale],
  ].join(' ');
  const known = learnedRates.find(between, now());
  if (known !== undefined) return known;
  const large = largeAmount((amount * EXACT_FROM) / value);
  const rate = await readRate(services, payer, { incomingPayment, amount: large });
  learnedRates.learn(between, now(), rate);
  return rate;
}

async function readRate(services: Services, payer: Payer, asked: Asked): Promise<ExchangeRate | null> {
  try {
    const quote = await quotePayment(services, payer, asked);
    if ('minSendAmount' in quote) return null;
    return { numerator: quote.receiveAmount.value, denominator: asked.amount };
  } catch (error) {
    if (!(error instanceof RelayProblem) || error.code === 'payer-answer-invalid') throw error;
    services.log.info(
      { err: error, wallet: payer.resourceServer, amount: String(asked.amount) },
      'the wallet does not quote an amount that would tell its exchange rate',
    );
    return null;
  }
}

/** A power of ten, so that a rate of few digits is known exactly. */
function largeAmount(least: bigint): bigint {
  let amount = 1n;
  while (amount < least && amount * 10n <= MAX_AMOUNT) amount *= 10n;
  return amount;
}
