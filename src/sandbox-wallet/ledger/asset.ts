import { type Amount, parseScaledAmount } from '../../protocol/amount.js';
import { PaymentError } from '../core/errors.js';

export interface LedgerAsset {
  readonly code: string;
  readonly scale: number;
}

/** An amount in the format of Open Payments. */
export function toOpenPaymentsAmount(value: bigint, asset: LedgerAsset): Amount {
  return { value: value.toString(), assetCode: asset.code, assetScale: asset.scale };
}

export function isAmountIn(asset: LedgerAsset, amount: Amount): boolean {
  return amount.assetCode === asset.code && amount.assetScale === asset.scale;
}

/**
 * Parses an amount into positive scaled units.
 * @throws PaymentError "invalid amount" for zero, another asset, or a value that the document's `uint64`
 * accepts but that is not a number (`''`, `0x10`).
 */
export function parsePositiveAmount(amount: Amount, asset: LedgerAsset): bigint {
  if (!isAmountIn(asset, amount)) throw new PaymentError(400, 'invalid amount');
  const value = tryParseScaledAmount(amount.value);
  if (value === undefined || value === 0n) throw new PaymentError(400, 'invalid amount');
  return value;
}

export function tryParseScaledAmount(value: string): bigint | undefined {
  try {
    return parseScaledAmount(value);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
