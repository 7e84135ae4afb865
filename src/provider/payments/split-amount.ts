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
  for (;;) {
    const fitting = BigInt(leastAmounts.filter((least) => least <= left).length);
    if (fitting === 0n) break;
    // In parts, not unit by unit: there may be 10^18 of them.
    const part = left / fitting;
    for (const [index, least] of leastAmounts.entries()) {
      if (left < least) continue;
      const dealt = part > least ? part - (part % least) : least;
      shares[index] = (shares[index] ?? 0n) + dealt;
      left -= dealt;
    }
  }
  return { shares, left };
}
