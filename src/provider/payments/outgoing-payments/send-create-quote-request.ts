import { OpenPaymentsClientError } from '@interledger/open-payments/dist/client/error.js';
import { type Amount, parseScaledAmount } from '../../../protocol/amount.js';
import { withAccessToken } from '../../wallet-grants/with-access-token.js';
import { classifyError } from '../../open-payments/classify-error.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentQuote } from '../intents/payment-quote.js';
import type { PaymentServices } from '../services/payment-services.js';
import { type ExpectedPayment, findMismatch, suspendConnection } from './verify-response.js';
import { toAmount, type Payer } from '../../core/payer.js';

export interface AmountTooSmall {
  /** The smallest amount that may arrive, in units of the visitor's asset. */
  minSendAmount: bigint;
}

/** For quotes without an expiry. Matches the live servers' quotes. */
const DEFAULT_QUOTE_LIFETIME_MS = 5 * 60_000;
/** Limits how long an unpaid quote keeps its amount reserved. */
const MAX_QUOTE_LIFETIME_MS = 60 * 60_000;

// https://openpayments.dev/apis/resource-server/operations/create-quote/
/**
 * Requests a quote for the amount. A quote moves no money.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError. After `payer-response-invalid` for a mismatch,
 * the connection is paused.
 */
export async function sendCreateQuoteRequest(
  services: PaymentServices,
  payer: Payer,
  expected: ExpectedPayment,
): Promise<PaymentQuote | AmountTooSmall> {
  let quote: Awaited<ReturnType<typeof requestQuote>>;
  try {
    quote = await requestQuote(services, payer, expected);
  } catch (cause) {
    return toAmountTooSmall(payer, expected, cause);
  }
  const mismatch = findMismatch(payer, expected, quote);
  if (mismatch) throw await suspendConnection(services, payer, mismatch);
  const { assetCode, assetScale } = quote.receiveAmount;
  const value = parseReceiveAmount(quote.receiveAmount);
  if (value === 0n) return { minSendAmount: expected.amount * 2n };
  return {
    id: quote.id,
    expiresAt: quoteExpiresAt(quote, services.now()),
    receiveAmount: { value, assetCode, assetScale },
  };
}

function requestQuote(services: PaymentServices, payer: Payer, { incomingPayment, amount }: ExpectedPayment) {
  const { walletAddress, resourceServer: url } = payer;
  const debitAmount = toAmount(payer, amount);
  return withAccessToken(services, payer, (accessToken) =>
    services.client.quote.create(
      { url, accessToken },
      { method: 'ilp', walletAddress, receiver: incomingPayment, debitAmount },
    ),
  );
}

function quoteExpiresAt({ expiresAt }: { expiresAt?: string }, now: number): bigint {
  const end = Date.parse(expiresAt ?? '') || now + DEFAULT_QUOTE_LIFETIME_MS;
  return BigInt(Math.min(now + MAX_QUOTE_LIFETIME_MS, end));
}

function parseReceiveAmount({ value }: Amount): bigint {
  try {
    return parseScaledAmount(value);
  } catch (cause) {
    throw new RelayProblem('payer-response-invalid', undefined, { cause });
  }
}

/**
 * Unlike a payment's, a quote's 403 does not mean that the grant's limit is reached: limits belong to the
 * access `outgoing-payment`, and a quote spends nothing. Wallets check the limit when a payment is created.
 * @throws the error, unless it states that the amount is too small.
 */
function toAmountTooSmall(payer: Payer, { amount }: ExpectedPayment, cause: unknown): AmountTooSmall {
  switch (classifyError(cause)) {
    case 'min-send-amount':
      return { minSendAmount: readMinSendAmount(cause, payer) ?? amount * 2n };
    case 'receiver-invalid':
      throw new RelayProblem('receiver-invalid', undefined, { cause });
    default:
      throw cause;
  }
}

/** Returns null for older servers, which return "non-positive receive amount" without a number. */
function readMinSendAmount(cause: unknown, payer: Payer): bigint | null {
  const details = cause instanceof OpenPaymentsClientError ? cause.details : undefined;
  const { value, assetCode, assetScale } = (details?.['minSendAmount'] ?? {}) as Partial<Amount>;
  if (assetCode !== payer.assetCode || assetScale !== payer.assetScale) return null;
  try {
    return parseScaledAmount(value);
  } catch {
    return null;
  }
}
