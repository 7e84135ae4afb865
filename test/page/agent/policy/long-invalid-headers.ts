/** A backtracking parser would need hours for these. */
export const LONG_INVALID_HEADERS = [
  `monetization=(${'"a'.repeat(5_000)}`,
  `monetization=(${'a;'.repeat(5_000)}`,
  `${'a;a=a'.repeat(5_000)}"`,
];
