import { MAX_AMOUNT } from '../../../protocol/amount.js';
import type { ExchangeRate } from '../../../protocol/exchange-rate.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import { classifyError } from '../../open-payments/classify-error.js';
import type { ExpectedPayment } from '../outgoing-payments/verify-response.js';
import type { Payer } from '../../core/payer.js';
import type { PaymentQuote } from '../intents/payment-quote.js';
import { sendCreateQuoteRequest } from '../outgoing-payments/send-create-quote-request.js';

/** From this many received units on, the rounding loss is negligible. */
const MIN_EXACT_UNITS = 2_000n;

/**
 * Determines the exchange rate without rounding, from a quote for a large amount. The rate is cached per pair
 * of wallets and assets. Quotes move no money.
 * @param quote the quote for `expected`.
 * @returns null if the wallet does not quote a large amount.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError if the wallet's response is invalid or does not
 * match the request.
 */
export async function learnExchangeRate(
  services: PaymentServices,
  payer: Payer,
  { incomingPayment, amount }: ExpectedPayment,
  { receiveAmount: { value, assetCode, assetScale } }: PaymentQuote,
): Promise<ExchangeRate | null> {
  const { exchangeRates, now } = services;
  const pairKey = [
    ...[payer.resourceServer, payer.assetCode, payer.assetScale],
    ...[new URL(incomingPayment).origin, assetCode, assetScale],
  ].join(' ');
  const known = exchangeRates.get(pairKey, now());
  if (known !== undefined) return known;
  const large = largeAmount((amount * MIN_EXACT_UNITS) / value);
  const rate = await quoteExchangeRate(services, payer, { incomingPayment, amount: large });
  exchangeRates.set(pairKey, now(), rate);
  return rate;
}

async function quoteExchangeRate(
  services: PaymentServices,
  payer: Payer,
  expected: ExpectedPayment,
): Promise<ExchangeRate | null> {
  try {
    const quote = await sendCreateQuoteRequest(services, payer, expected);
    if ('minSendAmount' in quote) return null;
    return { numerator: quote.receiveAmount.value, denominator: expected.amount };
  } catch (error) {
    if (isUnexpected(error)) throw error;
    services.log.info(
      { err: error, wallet: payer.resourceServer, amount: String(expected.amount) },
      'the wallet does not quote an amount large enough to derive its exchange rate',
    );
    return null;
  }
}

/** False if the wallet only refuses the large amount, or does not respond. */
function isUnexpected(error: unknown): boolean {
  if (error instanceof RelayProblem) return error.code === 'payer-response-invalid';
  return ['internal', 'response-invalid', 'response-too-large'].includes(classifyError(error));
}

/** A power of ten, so that a rate with few digits is exact. */
function largeAmount(minAmount: bigint): bigint {
  let amount = 1n;
  while (amount < minAmount && amount * 10n <= MAX_AMOUNT) amount *= 10n;
  return amount;
}
