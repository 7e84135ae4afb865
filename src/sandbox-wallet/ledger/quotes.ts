import { MAX_AMOUNT } from '../../protocol/amount.js';
import { PaymentError } from '../errors.js';
import type { WalletAddress } from './accounts.js';
import { amountOf } from './asset.js';
import {
  debitAmountFor,
  type ExchangeRate,
  exchangeRate,
  receiveAmountFor,
} from '../../protocol/exchange.js';
import type { IncomingPayment } from './incoming-payments.js';
import { resourceName } from './resource-name.js';
import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';

export const QUOTE_LIFETIME = 5 * 60_000;

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

/** Exactly one of the two is given; neither means "what the incoming payment asks for". */
export interface QuotedAmount {
  readonly debitAmount?: bigint;
  readonly receiveAmount?: bigint;
}

/** What arrives of a debit: by the exchange rate alone, or less where a double has it so. */
export type Arrival = typeof receiveAmountFor;

export async function createQuote(
  transaction: LedgerTransaction,
  {
    payer,
    receiver,
    amount,
    arrival = receiveAmountFor,
    ...more
  }: {
    resourceServer: string;
    payer: WalletAddress;
    receiver: IncomingPayment;
    client: string;
    amount: QuotedAmount;
    arrival?: Arrival | undefined;
    now: number;
  },
): Promise<Quote> {
  const quote: Quote = {
    id: `${more.resourceServer}/quotes/${resourceName(more.now)}`,
    walletAddress: payer.id,
    client: more.client,
    receiver: receiver.id,
    ...quotedAmounts(payer, receiver, amount, arrival),
    paid: false,
    createdAt: more.now,
    expiresAt: more.now + QUOTE_LIFETIME,
  };
  await insertQuote(transaction, quote);
  return quote;
}

/** The same terms under a new id, unpaid. */
export async function copyQuote(
  transaction: LedgerTransaction,
  quote: Quote,
  resourceServer: string,
): Promise<Quote> {
  const id = `${resourceServer}/quotes/${resourceName(quote.createdAt)}`;
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
  arrival: Arrival,
): Pick<Quote, 'debitAmount' | 'receiveAmount' | 'sentAmount'> {
  const rate = exchangeRate(payer.asset, receiver.asset);
  if (!rate) throw new PaymentError(400, 'invalid receiver');
  const remaining =
    receiver.incomingAmount === null ? MAX_AMOUNT : receiver.incomingAmount - receiver.receivedAmount;
  const receiveAmount = amountToReceive(payer, receiver, rate, amount, arrival);
  const sentAmount = debitAmountFor(receiveAmount, rate);
  if (receiveAmount > remaining || sentAmount > MAX_AMOUNT) throw new PaymentError(400, 'invalid amount');
  return { receiveAmount, sentAmount, debitAmount: amount.debitAmount ?? sentAmount };
}

function amountToReceive(
  payer: WalletAddress,
  receiver: IncomingPayment,
  rate: ExchangeRate,
  { debitAmount, receiveAmount }: QuotedAmount,
  arrival: Arrival,
): bigint {
  if (debitAmount === undefined) {
    const asked = receiveAmount ?? receiver.incomingAmount;
    if (asked === null) throw new PaymentError(400, 'invalid amount');
    return asked;
  }
  const received = arrival(debitAmount, rate);
  if (received > 0n) return received;
  let least = debitAmountFor(1n, rate);
  while (arrival(least, rate) === 0n) least += 1n;
  const minSendAmount = amountOf(least, payer.asset);
  throw new PaymentError(400, 'non-positive receive amount', { minSendAmount });
}
