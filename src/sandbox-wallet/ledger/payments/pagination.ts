import { PaymentError } from '../../core/errors.js';
import type { LedgerReader } from '../database/sandbox-database.js';

const DEFAULT_PAGE_SIZE = 20;

export interface PaymentPageQuery {
  readonly walletAddress: string;
  /** Limits the page to payments that this client created. Undefined: all payments. */
  readonly client: string | undefined;
  readonly first: number | undefined;
  readonly last: number | undefined;
  /** The `id` of the payment after which (`first`) or before which (`last`) the page continues. */
  readonly cursor: string | undefined;
}

export interface PaymentPage {
  readonly ids: readonly string[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** A page of payments, newest first. `hasNextPage` is true if there are older ones. */
export async function queryPaymentPage(
  database: LedgerReader,
  table: 'incoming_payments' | 'outgoing_payments',
  request: PaymentPageQuery,
): Promise<PaymentPage> {
  if (request.first !== undefined && request.last !== undefined) {
    throw new PaymentError(400, 'first and last are mutually exclusive');
  }
  if (request.last !== undefined && request.cursor === undefined) {
    throw new PaymentError(400, 'last needs a cursor');
  }
  const start = request.cursor === undefined ? undefined : await sequenceOf(database, table, request);
  const backward = request.last !== undefined;
  const size = request.first ?? request.last ?? DEFAULT_PAGE_SIZE;

  let query = selectSequences(database, table, request)
    .orderBy('sequence', backward ? 'asc' : 'desc')
    .limit(size + 1);
  if (start !== undefined) query = query.where('sequence', backward ? '>' : '<', start);
  const rows = await query.execute();

  const more = rows.length > size;
  const ids = rows.slice(0, size).map(({ id }) => id);
  return backward
    ? { ids: ids.reverse(), hasPreviousPage: more, hasNextPage: true }
    : { ids, hasNextPage: more, hasPreviousPage: start !== undefined };
}

async function sequenceOf(
  database: LedgerReader,
  table: 'incoming_payments' | 'outgoing_payments',
  request: PaymentPageQuery,
): Promise<bigint> {
  const row = await selectSequences(database, table, request)
    .where('id', '=', request.cursor ?? '')
    .executeTakeFirst();
  if (!row) throw new PaymentError(400, 'invalid cursor');
  return row.sequence;
}

function selectSequences(
  database: LedgerReader,
  table: 'incoming_payments' | 'outgoing_payments',
  { walletAddress, client }: PaymentPageQuery,
) {
  const query = database
    .selectFrom(table)
    .select(['id', 'sequence'])
    .where('wallet_address', '=', walletAddress);
  return client === undefined ? query : query.where('client', '=', client);
}
