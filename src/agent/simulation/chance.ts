/**
 * From 0 to 1, and the same for the same seed, time and subject: whatever happens at one instant, in whichever order, has the same chances in a rerun.
 * Well mixed, and no more: it decides what fails now and then.
 */
export function chance(seed: number, milliseconds: number, subject = ''): number {
  let hash = Math.imul(seed, 0x9e3779b1) ^ Math.trunc((milliseconds * 1_000) % 2 ** 31);
  for (const letter of subject) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
