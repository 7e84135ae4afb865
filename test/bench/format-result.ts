export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/** `text` with the target and whether this run reached it. */
export function formatAgainstTarget(text: string, target: string, reached: boolean): string {
  return `${text.padEnd(66)} target ${target.padEnd(12)} ${reached ? 'reached' : 'MISSED'}`;
}
