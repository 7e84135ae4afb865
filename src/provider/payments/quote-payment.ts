import { OpenPaymentsClientError } from '@interledger/open-payments';
import { type Amount, parseScaledAmount } from '../../protocol/amount.js';
import { withAccessToken } from '../consent/with-access-token.js';
import { classifyError } from '../open-payments/classify-error.js';
import { payerProblem } from '../open-payments/payer-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { type Asked, findLie, quarantine } from './check-echo.js';
import { amountOf, type Payer } from './payer.js';

export interface PaymentQuote {
  id: string;
  expiresAt: bigint;
  receiveAmount: { value: bigint; assetCode: string; assetScale: number };
}

/** The wallet says that less than this does not arrive. */
export interface TooSmall {
  minSendAmount: bigint;
}

/** A quote without an end is taken to live as long as the live servers' do. */
const DEFAULT_QUOTE_LIFETIME = 5 * 60_000;
/** And one without a near end holds its reservation no longer than this. */
const MAX_QUOTE_LIFETIME = 60 * 60_000;

// https://openpayments.dev/apis/resource-server/operations/create-quote/
/** @throws RelayProblem: the quote moved no money. After `payer-answer-invalid` for a lie the connection is paused. */
export async function quotePayment(
  services: Services,
  payer: Payer,
  asked: Asked,
): Promise<PaymentQuote | TooSmall> {
  const debitAmount = amountOf(payer, asked.amount);
  try {
    const quote = await withAccessToken(services, payer, (accessToken) =>
      services.client.quote.create(
        { url: payer.resourceServer, accessToken },
        { method: 'ilp', walletAddress: payer.walletAddress, receiver: asked.incomingPayment, debitAmount },
      ),
    );
    const lie = findLie(payer, asked, quote);
    if (lie) throw await quarantine(services, payer, lie);
    const { assetCode, assetScale } = quote.receiveAmount;
    const value = parseReceiveAmount(quote.receiveAmount);
    if (value === 0n) return { minSendAmount: asked.amount * 2n };
    return {
      id: quote.id,
      expiresAt: endOf(quote, services.now()),
      receiveAmount: { value, assetCode, assetScale },
    };
  } catch (cause) {
    return judge(services, payer, asked, cause);
  }
}

function endOf({ expiresAt }: { expiresAt?: string }, now: number): bigint {
  const end = Date.parse(expiresAt ?? '') || now + DEFAULT_QUOTE_LIFETIME;
  return BigInt(Math.min(now + MAX_QUOTE_LIFETIME, end));
}

function parseReceiveAmount({ value }: Amount): bigint {
  try {
    return parseScaledAmount(value);
  } catch (cause) {
    throw new RelayProblem('payer-answer-invalid', undefined, { cause });
  }
}

function judge(services: Services, payer: Payer, { amount }: Asked, cause: unknown): TooSmall {
  switch (classifyError(cause)) {
    case 'min-send-amount':
      return { minSendAmount: minSendAmountOf(cause, payer) ?? amount * 2n };
    case 'receiver-invalid':
      throw new RelayProblem('receiver-invalid', undefined, { cause });
    default:
      throw payerProblem(services, payer, cause);
  }
}

/** Older servers say only "non-positive receive amount", without a number: then the amount is doubled until it arrives. */
function minSendAmountOf(cause: unknown, payer: Payer): bigint | null {
  const details = cause instanceof OpenPaymentsClientError ? cause.details : undefined;
  const { value, assetCode, assetScale } = (details?.['minSendAmount'] ?? {}) as Partial<Amount>;
  if (assetCode !== payer.assetCode || assetScale !== payer.assetScale) return null;
  try {
    return parseScaledAmount(value);
  } catch {
    return null;
  }
}
