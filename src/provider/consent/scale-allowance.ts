import { convertDecimalToScaledAmount, MAX_AMOUNT } from '../../protocol/amount.js';
import { RelayProblem } from '../problem.js';

/**
 * A decimal of the allowance in a wallet's units, rounded against spending but at least one unit: an asset of scale 0 knows no 0.60.
 * @throws RelayProblem `wallet-refused` for an asset whose units are too small to be counted.
 */
export function scaleAllowance(decimal: string, assetScale: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  const kept = fraction.slice(0, assetScale);
  const scaled = convertDecimalToScaledAmount(kept === '' ? whole : `${whole}.${kept}`, assetScale);
  if (scaled > MAX_AMOUNT)
    throw new RelayProblem('wallet-refused', 'The asset of this wallet has units too small to count.');
  return scaled > 0n ? scaled : 1n;
}
