import type { Selectable } from 'kysely';
import type { LedgerSchema } from '../database/schema.js';
import type { LedgerReader } from '../database/sandbox-database.js';

type Row<Table extends keyof LedgerSchema> = Selectable<LedgerSchema[Table]>;

export interface PendingPayment
  extends
    Pick<Row<'outgoing_payments'>, 'id' | 'wallet_address' | 'metadata' | 'grant_id' | 'interval_start'>,
    Pick<Row<'quotes'>, 'receiver' | 'debit_amount' | 'receive_amount' | 'sent_amount'>,
    Pick<Row<'incoming_payments'>, 'incoming_amount' | 'received_amount' | 'completed' | 'expires_at'>,
    Pick<Row<'wallet_addresses'>, 'outcome'> {
  payer_account: bigint;
  payer_debits: bigint;
  payer_credits: bigint;
  payer_code: string;
  payer_scale: bigint;
  receiver_address: string;
  receiver_account: bigint;
  receiver_code: string;
  receiver_scale: bigint;
}

/** Everything that a settlement needs, in one query. */
export function readPendingPayment(
  transaction: LedgerReader,
  id: string,
): Promise<PendingPayment | undefined> {
  return transaction
    .selectFrom('outgoing_payments as outgoing')
    .innerJoin('quotes', 'quotes.id', 'outgoing.quote')
    .innerJoin('incoming_payments as incoming', 'incoming.id', 'quotes.receiver')
    .innerJoin('wallet_addresses as payers', 'payers.id', 'outgoing.wallet_address')
    .innerJoin('accounts as payer', 'payer.id', 'payers.account')
    .innerJoin('wallet_addresses as receivers', 'receivers.id', 'incoming.wallet_address')
    .innerJoin('accounts as receiver', 'receiver.id', 'receivers.account')
    .select(['outgoing.id', 'outgoing.wallet_address', 'outgoing.metadata'])
    .select(['outgoing.grant_id', 'outgoing.interval_start'])
    .select(['quotes.receiver', 'quotes.debit_amount', 'quotes.receive_amount', 'quotes.sent_amount'])
    .select(['incoming.incoming_amount', 'incoming.received_amount'])
    .select(['incoming.completed', 'incoming.expires_at'])
    .select(['payer.id as payer_account', 'payer.debits as payer_debits', 'payer.credits as payer_credits'])
    .select(['payer.asset_code as payer_code', 'payer.asset_scale as payer_scale'])
    .select(['receivers.id as receiver_address', 'receivers.outcome'])
    .select(['receiver.id as receiver_account', 'receiver.asset_code as receiver_code'])
    .select(['receiver.asset_scale as receiver_scale'])
    .where('outgoing.id', '=', id)
    .where('outgoing.state', '=', 'pending')
    .executeTakeFirst();
}
