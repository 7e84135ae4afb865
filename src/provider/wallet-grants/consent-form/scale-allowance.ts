import { convertDecimalToScaledAmount, MAX_AMOUNT } from '../../../protocol/amount.js';
import { RelayProblem } from '../../core/relay-problem.js';

/**
 * Converts a decimal amount of the allowance to units of a wallet's asset. Rounds down, but to at least one
 * unit: an asset of scale 0 has no 0.60.
 * @throws RelayProblem `wallet-refused` if the amount in units exceeds `MAX_AMOUNT`.
 */
export function scaleAllowance(decimal: string, assetScale: number): bigint {
  const [whole = '', fraction = ''] = decimal.split('.');
  const kept = fraction.slice(0, assetScale);
  const scaled = convertDecimalToScaledAmount(kept === '' ? whole : `${whole}.${kept}`, assetScale);
  if (scaled > MAX_AMOUNT)
    throw new RelayProblem('wallet-refused', "The units of this wallet's asset are too small.");
  return scaled > 0n ? scaled : 1n;
}
