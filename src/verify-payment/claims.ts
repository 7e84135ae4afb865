import type { Claim } from './options.js';

/** What has been used, in the memory of this process: for a prototype. A site that restarts, or runs twice, keeps it in its database. */
export function createClaims(): Claim {
  const claimed = new Map<string, string>();
  return (incomingPayment, received) => {
    const previous = claimed.get(incomingPayment);
    if (!previous || scaled(received) > scaled(previous)) claimed.set(incomingPayment, received);
    return previous;
  };
}

/** Both amounts of one incoming payment have the same number of decimals. */
function scaled(decimal: string): bigint {
  return BigInt(decimal.replace('.', ''));
}
