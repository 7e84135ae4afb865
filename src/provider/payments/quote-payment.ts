import type { OpenPaymentsClientError } from '@interledger/open-payments';
import { type Amount, parseScaledAmount } from '../../protocol/amount.js';
import { withAccessToken } from '../consent/with-access-token.js';
import { classifyError } from '../open-payments/classify-error.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { Intent } from './intent-transitions.js';
import { amountOf, isSameAmount, type Payer } from './payer.js';

export interface PaymentQuote {
  id: string;
  expiresAt: bigint;
  receiveAmount: Amount;
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
/** @throws RelayProblem `receiver-invalid`, `wallet-refused`, `wallet-unreachable`, `wallet-answer-invalid`: the quote moved no money. */
export async function quotePayment(
  services: Services,
  payer: Payer,
  intent: Intent,
  incomingPayment: string,
): Promise<PaymentQuote | TooSmall> {
  const debitAmount = amountOf(payer, intent.debit_amount);
  try {
    const quote = await withAccessToken(services, payer.connectionId, (accessToken) =>
      services.client.quote.create(
        { url: payer.resourceServer, accessToken },
        { method: 'ilp', walletAddress: payer.walletAddress, receiver: incomingPayment, debitAmount },
      ),
    );
    if (quote.receiver !== incomingPayment || !isSameAmount(quote.debitAmount, debitAmount)) {
      throw new RelayProblem(
        'wallet-answer-invalid',
        'The wallet quoted another payment than the one asked for.',
      );
    }
    const longest = services.now() + MAX_QUOTE_LIFETIME;
    const expiresAt = quote.expiresAt ? Date.parse(quote.expiresAt) : services.now() + DEFAULT_QUOTE_LIFETIME;
    return {
      id: quote.id,
      expiresAt: BigInt(Math.min(longest, expiresAt)),
      receiveAmount: quote.receiveAmount,
    };
  } catch (cause) {
    return judge(cause, intent);
  }
}

function judge(cause: unknown, intent: Intent): TooSmall {
  const { details } = cause as Partial<OpenPaymentsClientError>;
  switch (classifyError(cause)) {
    case 'min-send-amount':
      return { minSendAmount: minSendAmountOf(details) ?? intent.debit_amount * 2n };
    case 'receiver-invalid':
      throw new RelayProblem('receiver-invalid', undefined, { cause });
    default:
      throw walletProblem(cause);
  }
}

/** Older servers say only "non-positive receive amount", without a number: then the amount is doubled until it arrives. */
function minSendAmountOf(details: Record<string, unknown> | undefined): bigint | null {
  const amount = details?.['minSendAmount'] as Partial<Amount> | undefined;
  try {
    return parseScaledAmount(amount?.value);
  } catch {
    return null;
  }
}
