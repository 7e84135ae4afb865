import type { WalletAddress } from '../accounts.js';
import type { IncomingPayment } from './incoming-payments.js';
import {
  type ComputeReceiveAmount,
  computeQuoteAmounts,
  type QuoteAmounts,
  type QuotedAmount,
} from './quote-amounts.js';
import { createResourceId } from './resource-id.js';
import type { LedgerReader, LedgerTransaction } from '../database/sandbox-database.js';

const QUOTE_LIFETIME_MS = 5 * 60_000;

export interface Quote extends QuoteAmounts {
  readonly id: string;
  readonly walletAddress: string;
  readonly client: string;
  readonly receiver: string;
  /** True once an outgoing payment uses it. */
  readonly paid: boolean;
  readonly expiresAt: number;
  readonly createdAt: number;
}

export async function createQuote(
  transaction: LedgerTransaction,
  {
    payer,
    receiver,
    amount,
    computeReceiveAmount,
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
    ...computeQuoteAmounts(payer, receiver, amount, computeReceiveAmount),
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
