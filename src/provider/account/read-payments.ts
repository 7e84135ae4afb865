import { ownGrants } from '../consent/own-grants.js';
import type { IntentState } from '../schema.js';
import type { Services } from '../services.js';
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

/** @param page from 1. `more`: there are older ones. */
export async function readPayments(
  { database }: Services,
  connectionId: string,
  visitor: string,
  page: number,
): Promise<{ payments: PaymentRow[]; more: boolean }> {
  const rows = await database
    .selectFrom('intent')
    .innerJoin('session', 'session.id', 'intent.session_id')
    .innerJoin('connection', 'connection.id', 'intent.connection_id')
    .innerJoin('wallet_grant', 'wallet_grant.id', 'intent.grant_id')
    .select(['intent.created_at', 'intent.state', 'session.wallet_address'])
    .select(['wallet_grant.asset_code', 'wallet_grant.asset_scale', PAID_AMOUNT.as('amount')])
    .where('intent.connection_id', '=', connectionId)
    .where(ownGrants(visitor))
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
  return { payments, more: rows.length > PAGE_SIZE };
}
