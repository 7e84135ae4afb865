import type { Selectable, SelectQueryBuilder } from 'kysely';
import { PaymentError } from '../../core/errors.js';
import type { WalletAddress } from '../accounts.js';
import type { LedgerAsset } from '../asset.js';
import { type AccessLimits, type SpentAmounts, spendFromGrant } from './grant-spending.js';
import { findReceiver } from './incoming-payments.js';
import type { Quote } from './quotes.js';
import type { LedgerSchema } from '../database/schema.js';
import type { LedgerReader, LedgerTransaction } from '../database/sandbox-database.js';

export interface OutgoingPayment {
  readonly id: string;
  readonly quote: string;
  readonly walletAddress: string;
  readonly client: string;
  readonly receiver: string;
  readonly state: 'pending' | 'sent' | 'failed';
  readonly debitAmount: bigint;
  readonly receiveAmount: bigint;
  readonly sentAmount: bigint;
  readonly receiveAsset: LedgerAsset;
  readonly metadata: string | null;
  readonly createdAt: number;
}

/** Creates a pending payment of `quote`. The money moves later, see settleOutgoingPayment. */
export async function createOutgoingPayment(
  transaction: LedgerTransaction,
  {
    payer,
    quote,
    ...more
  }: {
    /** Creates the URL of the payment from its quote. */
    createId: (quote: Quote) => string;
    payer: WalletAddress;
    quote: Quote | undefined;
    client: string;
    grantId: string;
    limits: AccessLimits;
    metadata: string | null;
    now: number;
  },
): Promise<{ payment: OutgoingPayment; spentBefore: SpentAmounts }> {
  if (!quote || quote.paid || quote.walletAddress !== payer.id || quote.expiresAt <= more.now) {
    throw new PaymentError(400, 'invalid quote');
  }
  const receiver = await findReceiver(transaction, quote.receiver, more.now);
  const { spentBefore, intervalStart } = await spendFromGrant(
    transaction,
    more.limits,
    {
      grantId: more.grantId,
      receiver: quote.receiver,
      debit: { value: quote.debitAmount, asset: payer.asset },
      receive: { value: quote.receiveAmount, asset: receiver.asset },
    },
    more.now,
  );
  const payment: OutgoingPayment = {
    id: more.createId(quote),
    quote: quote.id,
    walletAddress: payer.id,
    client: more.client,
    receiver: quote.receiver,
    state: 'pending',
    debitAmount: quote.debitAmount,
    receiveAmount: quote.receiveAmount,
    sentAmount: 0n,
    receiveAsset: receiver.asset,
    metadata: more.metadata,
    createdAt: more.now,
  };
  await transaction
    .insertInto('outgoing_payments')
    .values({
      id: payment.id,
      quote: quote.id,
      wallet_address: payer.id,
      client: more.client,
      grant_id: more.grantId,
      interval_start: intervalStart,
      state: 'pending',
      metadata: more.metadata,
      created_at: BigInt(more.now),
    })
    .execute();
  return { payment, spentBefore };
}

export async function findOutgoingPayment(
  database: LedgerReader,
  id: string,
): Promise<OutgoingPayment | undefined> {
  const row = await selectOutgoingPayments(database)
    .where('outgoing_payments.id', '=', id)
    .executeTakeFirst();
  return row && toOutgoingPayment(row);
}

export function selectOutgoingPayments(
  database: LedgerReader,
): SelectQueryBuilder<
  LedgerSchema & { receivers: LedgerSchema['wallet_addresses'] },
  'outgoing_payments' | 'quotes' | 'incoming_payments' | 'receivers' | 'accounts',
  OutgoingPaymentRow
> {
  return database
    .selectFrom('outgoing_payments')
    .innerJoin('quotes', 'quotes.id', 'outgoing_payments.quote')
    .innerJoin('incoming_payments', 'incoming_payments.id', 'quotes.receiver')
    .innerJoin('wallet_addresses as receivers', 'receivers.id', 'incoming_payments.wallet_address')
    .innerJoin('accounts', 'accounts.id', 'receivers.account')
    .selectAll('outgoing_payments')
    .select(['quotes.receiver', 'quotes.debit_amount', 'quotes.receive_amount'])
    .select(['accounts.asset_code', 'accounts.asset_scale']);
}

type OutgoingPaymentRow = Selectable<LedgerSchema['outgoing_payments']> &
  Pick<Selectable<LedgerSchema['quotes']>, 'receiver' | 'debit_amount' | 'receive_amount'> &
  Pick<Selectable<LedgerSchema['accounts']>, 'asset_code' | 'asset_scale'>;

export function toOutgoingPayment(row: OutgoingPaymentRow): OutgoingPayment {
  return {
    id: row.id,
    quote: row.quote,
    walletAddress: row.wallet_address,
    client: row.client,
    receiver: row.receiver,
    state: row.state,
    debitAmount: row.debit_amount,
    receiveAmount: row.receive_amount,
    sentAmount: row.sent_amount,
    receiveAsset: { code: row.asset_code, scale: Number(row.asset_scale) },
    metadata: row.metadata,
    createdAt: Number(row.created_at),
  };
}
