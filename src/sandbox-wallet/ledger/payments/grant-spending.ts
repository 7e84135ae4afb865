import { PaymentError } from '../../core/errors.js';
import { type LedgerAsset, isAmountIn, tryParseScaledAmount } from '../asset.js';
import { currentInterval, parseRepeatingInterval } from '../../../protocol/intervals/repeating-interval.js';
import type { LedgerReader, LedgerTransaction } from '../database/sandbox-database.js';
import type { Amount } from '../../../protocol/amount.js';

/** `limits` of an outgoing-payment access. */
export interface AccessLimits {
  readonly receiver?: string;
  readonly interval?: string;
  readonly debitAmount?: Amount;
  readonly receiveAmount?: Amount;
}

export interface Spend {
  readonly grantId: string;
  readonly receiver: string;
  readonly debit: { readonly value: bigint; readonly asset: LedgerAsset };
  readonly receive: { readonly value: bigint; readonly asset: LedgerAsset };
}

export interface SpentAmounts {
  readonly debit: bigint;
  /** By asset, because one grant may pay receivers with different assets. */
  readonly receive: ReadonlyMap<string, { value: bigint; asset: LedgerAsset }>;
}

/** The error of live servers for every payment that the grant does not cover. */
const UNAUTHORIZED_MESSAGE = 'unauthorized';

/**
 * Adds `spend` to the grant's current interval. Must run in the transaction that creates the payment.
 * @returns the amounts spent before.
 * @throws PaymentError 403 "unauthorized" if the grant does not cover the payment.
 */
export async function spendFromGrant(
  transaction: LedgerTransaction,
  limits: AccessLimits,
  spend: Spend,
  now: number,
): Promise<{ spentBefore: SpentAmounts; intervalStart: bigint }> {
  if (limits.receiver !== undefined && limits.receiver !== spend.receiver) {
    throw new PaymentError(403, UNAUTHORIZED_MESSAGE);
  }
  const intervalStart = intervalStartOf(limits, now);
  if (intervalStart === undefined) throw new PaymentError(403, UNAUTHORIZED_MESSAGE);

  const spentBefore = await readSpentAmounts(transaction, spend.grantId, intervalStart);
  const received = spentBefore.receive.get(assetKey(spend.receive.asset))?.value ?? 0n;
  checkLimit(limits.debitAmount, spentBefore.debit, spend.debit);
  checkLimit(limits.receiveAmount, received, spend.receive);
  await addSpend(transaction, intervalStart, spend);
  return { spentBefore, intervalStart };
}

/**
 * Start of the interval that contains `now`. 0 if there is no interval, undefined if it has not begun or has
 * ended.
 */
export function intervalStartOf(limits: AccessLimits, now: number): bigint | undefined {
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

/** Refunds the spend of a failed payment to the interval in which it was counted. */
export async function refundSpend(
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

export function assetKey(asset: LedgerAsset): string {
  return `${asset.scale} ${asset.code}`;
}

function checkLimit(limit: Amount | undefined, spent: bigint, next: Spend['debit']): void {
  if (!limit) return;
  const limitValue = isAmountIn(next.asset, limit) ? tryParseScaledAmount(limit.value) : undefined;
  if (limitValue === undefined || spent + next.value > limitValue)
    throw new PaymentError(403, UNAUTHORIZED_MESSAGE);
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
