export interface Split {
  /** In the order of `minAmounts`. Each share is a multiple of its minimum amount, or 0. */
  shares: bigint[];
  /** The remainder that is smaller than every minimum amount. */
  unassigned: bigint;
}

/** Splits an amount among receivers as evenly as their minimum amounts allow. */
export function splitAmount(amount: bigint, minAmounts: readonly bigint[]): Split {
  const even = minAmounts.length > 0 ? amount / BigInt(minAmounts.length) : 0n;
  const shares = minAmounts.map((minAmount) => even - (even % minAmount));
  let unassigned = amount - shares.reduce((sum, share) => sum + share, 0n);
  for (;;) {
    const fitting = BigInt(minAmounts.filter((minAmount) => minAmount <= unassigned).length);
    if (fitting === 0n) break;
    // In parts instead of single units, because there may be 10^18 units.
    const part = unassigned / fitting;
    for (const [index, minAmount] of minAmounts.entries()) {
      if (unassigned < minAmount) continue;
      const added = part > minAmount ? part - (part % minAmount) : minAmount;
      shares[index] = (shares[index] ?? 0n) + added;
      unassigned -= added;
    }
  }
  return { shares, unassigned };
}
