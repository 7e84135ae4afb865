import { grantsOfVisitor } from '../../wallet-grants/grants-of-visitor.js';
import type { IntentState } from '../../core/database-schema.js';
import type { ProviderServices } from '../../services/provider-services.js';
import { PAID_AMOUNT } from './read-spending.js';

export interface PaymentRow {
  at: Date;
  receiver: string;
  amount: bigint;
  assetCode: string;
  assetScale: number;
  state: IntentState;
}

const PAGE_SIZE = 20;

/**
 * @param page starts at 1.
 * @returns one page of payments, newest first. `hasMore`: there are older ones.
 */
export async function readPaymentPage(
  { database }: ProviderServices,
  connectionId: string,
  visitor: string,
  page: number,
): Promise<{ payments: PaymentRow[]; hasMore: boolean }> {
  const rows = await database
    .selectFrom('intent')
    .innerJoin('session', 'session.id', 'intent.session_id')
    .innerJoin('connection', 'connection.id', 'intent.connection_id')
    .innerJoin('wallet_grant', 'wallet_grant.id', 'intent.grant_id')
    .select(['intent.created_at', 'intent.state', 'session.wallet_address'])
    .select(['wallet_grant.asset_code', 'wallet_grant.asset_scale', PAID_AMOUNT.as('amount')])
    .where('intent.connection_id', '=', connectionId)
    .where(grantsOfVisitor(visitor))
    .orderBy('intent.created_at', 'desc')
    .orderBy('intent.id')
    .limit(PAGE_SIZE + 1)
    .offset((page - 1) * PAGE_SIZE)
    .execute();
  const payments = rows.slice(0, PAGE_SIZE).map((row) => ({
    at: new Date(Number(row.created_at)),
    receiver: row.wallet_address,
    amount: BigInt(row.amount),
    assetCode: row.asset_code,
    assetScale: Number(row.asset_scale),
    state: row.state,
  }));
  return { payments, hasMore: rows.length > PAGE_SIZE };
}
