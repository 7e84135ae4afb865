import { MAX_AMOUNT } from '../../../protocol/amount.js';
import { PaymentError } from '../../core/errors.js';
import type { WalletAddress } from '../accounts.js';
import { toOpenPaymentsAmount } from '../asset.js';
import {
  debitAmountFor,
  type ExchangeRate,
  exchangeRate,
  receiveAmountFor,
} from '../../../protocol/exchange-rate.js';
import type { IncomingPayment } from './incoming-payments.js';
import { createResourceId } from './resource-id.js';
import type { LedgerReader, LedgerTransaction } from '../database/sandbox-database.js';

export const QUOTE_LIFETIME_MS = 5 * 60_000;

export interface Quote {
  readonly id: string;
  readonly walletAddress: string;
  readonly client: string;
  readonly receiver: string;
  readonly debitAmount: bigint;
  readonly receiveAmount: bigint;
  readonly sentAmount: bigint;
  /** True once an outgoing payment uses it. */
  readonly paid: boolean;
  readonly expiresAt: number;
  readonly createdAt: number;
}

/** At most one of the two. Without both, the amount of the incoming payment counts. */
export interface QuotedAmount {
  readonly debitAmount?: bigint;
  readonly receiveAmount?: bigint;
}

/** Computes the receive amount of a debit, from the exchange rate or with an injected fault. */
export type ComputeReceiveAmount = typeof receiveAmountFor;

export async function createQuote(
  transaction: LedgerTransaction,
  {
    payer,
    receiver,
    amount,
    computeReceiveAmount = receiveAmountFor,
    ...more
  }: {
    resourceServer: string;
    payer: WalletAddress;
    receiver: IncomingPayment;
    client: string;
    amount: QuotedAmount;
    computeReceiveAmount?: ComputeReceiveAmount | undefined;
    now: number;
  },
): Promise<Quote> {
  const quote: Quote = {
    id: `${more.resourceServer}/quotes/${createResourceId(more.now)}`,
    walletAddress: payer.id,
    client: more.client,
    receiver: receiver.id,
    ...quotedAmounts(payer, receiver, amount, computeReceiveAmount),
    paid: false,
    createdAt: more.now,
    expiresAt: more.now + QUOTE_LIFETIME_MS,
  };
  await insertQuote(transaction, quote);
  return quote;
}

/** Copies a quote: the same terms with a new id, unpaid. */
export async function copyQuote(
  transaction: LedgerTransaction,
  quote: Quote,
  resourceServer: string,
): Promise<Quote> {
  const id = `${resourceServer}/quotes/${createResourceId(quote.createdAt)}`;
  const copy = { ...quote, id, paid: false };
  await insertQuote(transaction, copy);
  return copy;
}

async function insertQuote(transaction: LedgerTransaction, quote: Quote): Promise<void> {
  await transaction
    .insertInto('quotes')
    .values({
      id: quote.id,
      wallet_address: quote.walletAddress,
      client: quote.client,
      receiver: quote.receiver,
      debit_amount: quote.debitAmount,
      receive_amount: quote.receiveAmount,
      sent_amount: quote.sentAmount,
      created_at: BigInt(quote.createdAt),
      expires_at: BigInt(quote.expiresAt),
    })
    .execute();
}

export async function findQuote(database: LedgerReader, id: string): Promise<Quote | undefined> {
  const row = await database
    .selectFrom('quotes')
    .leftJoin('outgoing_payments', 'outgoing_payments.quote', 'quotes.id')
    .selectAll('quotes')
    .select('outgoing_payments.sequence as payment')
    .where('quotes.id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      walletAddress: row.wallet_address,
      client: row.client,
      receiver: row.receiver,
      debitAmount: row.debit_amount,
      receiveAmount: row.receive_amount,
      sentAmount: row.sent_amount,
      paid: row.payment !== null,
      expiresAt: Number(row.expires_at),
      createdAt: Number(row.created_at),
    }
  );
}

function quotedAmounts(
  payer: WalletAddress,
  receiver: IncomingPayment,
  amount: QuotedAmount,
  computeReceiveAmount: ComputeReceiveAmount,
): Pick<Quote, 'debitAmount' | 'receiveAmount' | 'sentAmount'> {
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
