import { sql, type RawBuilder } from 'kysely';
import { connectionsOfVisitor, grantsOfVisitor } from '../../wallet-grants/grants-of-visitor.js';
import { toDisplayName } from '../../../server/display-name.js';
import type { ProviderServices } from '../../services/provider-services.js';

export interface Spending {
  assetCode: string;
  assetScale: number;
  /** Oldest first, starting with the first month that has a payment. */
  months: { start: Date; amount: bigint }[];
}

const MONTHS_SHOWN = 12;

/** Amounts paid in each of the last twelve months (UTC), by asset, for one site or for all. */
export async function readSpending(
  { database, now }: ProviderServices,
  visitor: string,
  connectionId?: string,
): Promise<Spending[]> {
  const starts = monthStarts(new Date(now()));
  const bounds = starts.map((start) => BigInt(start.getTime()));
  let query = database
    .selectFrom('intent')
    .innerJoin('connection', 'connection.id', 'intent.connection_id')
    .innerJoin('wallet_grant', 'wallet_grant.id', 'intent.grant_id')
    .select(['wallet_grant.asset_code', 'wallet_grant.asset_scale'])
    .select(starts.slice(0, MONTHS_SHOWN).map((_, index) => sumPaidInMonth(bounds, index)))
    .where(connectionsOfVisitor(visitor))
    .where(grantsOfVisitor(visitor))
    .where('intent.created_at', '>=', bounds[0] as bigint)
    .groupBy(['wallet_grant.asset_code', 'wallet_grant.asset_scale'])
    .orderBy('wallet_grant.asset_code')
    .orderBy('wallet_grant.asset_scale');
  if (connectionId !== undefined) query = query.where('connection.id', '=', connectionId);

  const rows = await query.execute();
  return rows.map((row) => {
    const amounts = row as unknown as Record<string, bigint | string | null>;
    const months = starts.slice(0, MONTHS_SHOWN).map((start, index) => ({
      start,
      // In PostgreSQL a sum of BIGINT is NUMERIC, which the driver returns as a string.
      amount: BigInt(amounts[`month_${index}`] ?? 0),
    }));
    const first = months.findIndex(({ amount }) => amount > 0n);
    return {
      assetCode: toDisplayName(row.asset_code) ?? '?',
      assetScale: Number(row.asset_scale),
      months: first === -1 ? months.slice(-1) : months.slice(first),
    };
  });
}

/** The amount that counts as paid: the sent amount if it is known, else the requested amount. */
export const PAID_AMOUNT: RawBuilder<bigint> = sql<bigint>`CASE intent.state
  WHEN 'settled' THEN COALESCE(intent.sent_amount, intent.debit_amount)
  WHEN 'failed' THEN COALESCE(intent.sent_amount, 0)
  ELSE intent.debit_amount END`;

function sumPaidInMonth(bounds: bigint[], index: number) {
  const [start, end] = [bounds[index], bounds[index + 1]];
  return sql<
    bigint | string | null
  >`SUM(CASE WHEN intent.created_at >= ${start} AND intent.created_at < ${end} THEN ${PAID_AMOUNT} ELSE 0 END)`.as(
    `month_${index}`,
  );
}

/** Start of each of the last twelve months and of the next month. */
function monthStarts(now: Date): Date[] {
  return Array.from(
    { length: MONTHS_SHOWN + 1 },
    (_, index) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - MONTHS_SHOWN + 1 + index, 1)),
  );
}
