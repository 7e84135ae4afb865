import { type Amount, parseScaledAmount } from '../../protocol/amount.js';
import { PaymentError } from '../errors.js';

export interface Asset {
  readonly code: string;
  readonly scale: number;
}

/** `value` as Open Payments writes it. */
export function amountOf(value: bigint, asset: Asset): Amount {
  return { value: value.toString(), assetCode: asset.code, assetScale: asset.scale };
}

export function isAmountIn(asset: Asset, amount: Amount): boolean {
  return amount.assetCode === asset.code && amount.assetScale === asset.scale;
}

/**
 * The positive scaled units of `amount`.
 * @throws PaymentError "invalid amount" for zero, another asset, or a value that the document's `uint64` lets through (`''`, `0x10`).
 */
export function readAmount(amount: Amount, asset: Asset): bigint {
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
