import { convertScaledAmountToDecimal } from '../../../protocol/amount.js';
import type { Site } from '../queries/read-sites.js';

/** Formats an amount in the site's asset, as a decimal with the asset code. */
export function formatAssetAmount(
  { assetCode, assetScale }: Pick<Site, 'assetCode' | 'assetScale'>,
  amount: bigint,
): string {
  return `${convertScaledAmountToDecimal(amount, assetScale)} ${assetCode}`;
}
