/**
 * An Open Payments amount. `value` is an integer string in units of 10^-assetScale. Source:
 * https://openpayments.dev/apis/resource-server/operations/create-quote/ (schema `amount`)
 */
export interface Amount {
  value: string;
  assetCode: string;
  assetScale: number;
}

/** The maximum of a 64-bit INTEGER column. Larger amounts are rejected, never wrapped. */
export const MAX_AMOUNT: bigint = 2n ** 63n - 1n;

const SCALED_AMOUNT = /^(0|[1-9][0-9]{0,18})$/;

/**
 * Parses the string of a scaled amount.
 * @throws TypeError unless `value` is a string of ASCII digits without sign, spaces or leading zeros, at most
 * {@link MAX_AMOUNT}.
 */
export function parseScaledAmount(value: unknown): bigint {
  if (typeof value === 'string' && SCALED_AMOUNT.test(value)) {
    const scaled = BigInt(value);
    if (scaled <= MAX_AMOUNT) return scaled;
  }
  throw new TypeError(
    `"value" must be an integer string from 0 to ${MAX_AMOUNT}, got ${JSON.stringify(value)}`,
  );
}

// https://webmonetization.org/specification/flows/#dfn-convert-scaled-amount-to-decimal
// Differs from the spec: bigint instead of a double, so 123456789012345678 at scale 9 keeps its last digit.
export function convertScaledAmountToDecimal(scaledAmount: bigint, assetScale: number): string {
  if (assetScale === 0) return scaledAmount.toString();
  const digits = scaledAmount.toString().padStart(assetScale + 1, '0');
  return `${digits.slice(0, -assetScale)}.${digits.slice(-assetScale)}`;
}

/**
 * The scaled amount of a decimal string such as `'0.60'`.
 * @throws TypeError if `decimal` is not a plain decimal number, or has more decimals than `assetScale`.
 */
export function convertDecimalToScaledAmount(decimal: string, assetScale: number): bigint {
  const match = /^([0-9]{1,19})(?:\.([0-9]{1,255}))?$/.exec(decimal);
  const fraction = (match?.[2] ?? '').replace(/(?<!0)0+$/, '');
  if (!match || fraction.length > assetScale) {
    throw new TypeError(
      `"decimal" must be a number with at most ${assetScale} decimals, got ${JSON.stringify(decimal)}`,
    );
  }
  return BigInt(`${match[1]}${fraction.padEnd(assetScale, '0')}`);
}
