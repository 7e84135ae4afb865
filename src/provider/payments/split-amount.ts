export interface Split {
  /** In the order of the least amounts; each a multiple of its own, or nothing. */
  shares: bigint[];
  /** What fits nobody. */
  left: bigint;
}

/** Divides an amount among receivers as evenly as the least amounts that they can be sent allow, and never more than it. */
export function splitAmount(amount: bigint, leastAmounts: readonly bigint[]): Split {
  const even = leastAmounts.length > 0 ? amount / BigInt(leastAmounts.length) : 0n;
  const shares = leastAmounts.map((least) => even - (even % least));
  let left = amount - shares.reduce((sum, share) => sum + share, 0n);
  for (let dealt = true; dealt;) {
    dealt = false;
    for (const [index, least] of leastAmounts.entries()) {
      if (left < least) continue;
      shares[index] = (shares[index] ?? 0n) + least;
      left -= least;
      dealt = true;
    }
  }
  return { shares, left };
}
