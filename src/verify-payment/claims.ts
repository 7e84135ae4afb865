import type { Claim } from './options.js';

/**
 * Keeps claimed amounts in the memory of this process, for prototypes. A production site must use its
 * database, because this memory is lost on restart and not shared between processes.
 */
export function createClaims(): Claim {
  const claimed = new Map<string, string>();
  return (incomingPayment, received) => {
    const previous = claimed.get(incomingPayment);
    if (!previous || scaled(received) > scaled(previous)) claimed.set(incomingPayment, received);
    return previous;
  };
}

/** Comparable, because all amounts of one incoming payment have the same number of decimals. */
function scaled(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}
