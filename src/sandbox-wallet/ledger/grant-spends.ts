import { PaymentError } from '../errors.js';
import { type Asset, isAmountIn, tryParseScaledAmount } from './asset.js';
import { currentInterval, parseRepeatingInterval } from '../../protocol/repeating-interval.js';
import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';
import type { Amount } from '../../protocol/amount.js';

/** `limits` of an outgoing-payment access. */
export interface Limits {
  readonly receiver?: string;
  readonly interval?: string;
  readonly debitAmount?: Amount;
  readonly receiveAmount?: Amount;
}

export interface Spend {
  readonly grantId: string;
  readonly receiver: string;
  readonly debit: { readonly value: bigint; readonly asset: Asset };
  readonly receive: { readonly value: bigint; readonly asset: Asset };
}

export interface SpentAmounts {
  readonly debit: bigint;
  /** By asset: one grant may pay receivers of several. */
  readonly receive: ReadonlyMap<string, { value: bigint; asset: Asset }>;
}

/** What live servers say to every payment that the grant does not cover, whatever the reason. */
const UNAUTHORIZED = 'unauthorized';

/**
 * Counts `spend` against the grant's current interval, in the same transaction as the payment itself.
 * Returns what had been spent before.
 * @throws PaymentError 403 "unauthorized" when the grant does not cover it.
 */
export async function spendFromGrant(
  transaction: LedgerTransaction,
  limits: Limits,
  spend: Spend,
  now: number,
): Promise<{ spentBefore: SpentAmounts; intervalStart: bigint }> {
  if (limits.receiver !== undefined && limits.receiver !== spend.receiver) {
    throw new PaymentError(403, UNAUTHORIZED);
  }
  const intervalStart = intervalStartOf(limits, now);
  if (intervalStart === undefined) throw new PaymentError(403, UNAUTHORIZED);

  const spentBefore = await readSpentAmounts(transaction, spend.grantId, intervalStart);
  const received = spentBefore.receive.get(assetKey(spend.receive.asset))?.value ?? 0n;
  checkLimit(limits.debitAmount, spentBefore.debit, spend.debit);
  checkLimit(limits.receiveAmount, received, spend.receive);
  await addSpend(transaction, intervalStart, spend);
  return { spentBefore, intervalStart };
}

/** Start of the interval that counts at `now`; 0 without an interval, undefined when it has not begun or is over. */
export function intervalStartOf(limits: Limits, now: number): bigint | undefined {
  if (limits.interval === undefined) return 0n;
  const repeating = parseRepeatingInterval(limits.interval);
  const interval = repeating && currentInterval(repeating, now);
  return interval && BigInt(interval.start);
}

export async function readSpentAmounts(
  database: LedgerReader,
  grantId: string,
  intervalStart: bigint,
): Promise<SpentAmounts> {
  const rows = await database
    .selectFrom('grant_spends')
    .select(['asset_code', 'asset_scale', 'debit_amount', 'receive_amount'])
    .where('grant_id', '=', grantId)
    .where('interval_start', '=', intervalStart)
    .execute();
  const receive = rows.map((row) => {
    const asset = { code: row.asset_code, scale: Number(row.asset_scale) };
    return [assetKey(asset), { value: row.receive_amount, asset }] as const;
  });
  return { debit: rows.reduce((sum, row) => sum + row.debit_amount, 0n), receive: new Map(receive) };
}

/** A failed payment gives its spend back to the interval that it was counted in. */
export async function giveBackSpend(
  transaction: LedgerTransaction,
  intervalStart: bigint,
  { grantId, debit, receive }: Pick<Spend, 'grantId' | 'debit' | 'receive'>,
): Promise<void> {
  await transaction
    .updateTable('grant_spends')
    .set((row) => ({
      debit_amount: row('debit_amount', '-', debit.value),
      receive_amount: row('receive_amount', '-', receive.value),
    }))
    .where('grant_id', '=', grantId)
    .where('interval_start', '=', intervalStart)
    .where('asset_code', '=', receive.asset.code)
    .where('asset_scale', '=', BigInt(receive.asset.scale))
    .execute();
}

export function assetKey(asset: Asset): string {
  return `${asset.scale} ${asset.code}`;
}

function checkLimit(limit: Amount | undefined, spent: bigint, next: Spend['debit']): void {
  if (!limit) return;
  const most = isAmountIn(next.asset, limit) ? tryParseScaledAmount(limit.value) : undefined;
  if (most === undefined || spent + next.value > most) throw new PaymentError(403, UNAUTHORIZED);
}

async function addSpend(
  transaction: LedgerTransaction,
  intervalStart: bigint,
  { grantId, debit, receive }: Spend,
): Promise<void> {
  await transaction
    .insertInto('grant_spends')
    .values({
      grant_id: grantId,
      interval_start: intervalStart,
      asset_code: receive.asset.code,
      asset_scale: BigInt(receive.asset.scale),
      debit_amount: debit.value,
      receive_amount: receive.value,
    })
    .onConflict((conflict) =>
      conflict.columns(['grant_id', 'interval_start', 'asset_code', 'asset_scale']).doUpdateSet((row) => ({
        debit_amount: row('grant_spends.debit_amount', '+', row.ref('excluded.debit_amount')),
        receive_amount: row('grant_spends.receive_amount', '+', row.ref('excluded.receive_amount')),
      })),
    )
    .execute();
}
