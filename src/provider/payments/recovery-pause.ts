import type { Intent } from './intent-transitions.js';

/** Beyond the quote's end by this much, a payment that the wallet does not list will never exist. As much as two clocks may differ. */
export const QUOTE_GRACE = 5 * 60_000;
/** Between two questions to a wallet that could not say what became of a payment. */
export const LONGEST_PAUSE = 60_000;

/** When the wallet is asked again: after one second, two, up to a minute; and as soon as the quote is over, for that decides it. */
export function nextRecovery({ recover_tries: tries, quote_expires_at: end }: Intent, now: number): number {
  const next = now + Math.min(LONGEST_PAUSE, 1_000 * 2 ** Number(tries));
  const over = Number(end) + QUOTE_GRACE + 1;
  return over > now ? Math.min(next, over) : next;
}

/** Milliseconds until somebody may ask; 0 is now. One from further ahead is of a clock that was set back since. */
export function untilRecovery({ recover_at: at }: Intent, now: number): number {
  const left = Number(at) - now;
  return left > 0 && left <= LONGEST_PAUSE ? left : 0;
}
