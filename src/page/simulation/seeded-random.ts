/**
 * A pseudo-random number from 0 (inclusive) to 1 (exclusive) that depends only on its arguments. A rerun
 * therefore gets the same numbers, even if simultaneous calls come in another order. Only for simulated
 * failures, not for cryptography.
 */
export function seededRandom(seed: number, milliseconds: number, subject = ''): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.trunc((milliseconds * 1_000) % 2 ** 31);
  for (const character of subject) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
