import type { Platform } from '../platform.js';

/** As late as an older extension was: after the page has loaded. */
const LATE = 1_500;

export function whenLate(platform: Platform, steps: () => void): void {
  const wait = (): unknown => platform.setTimeout(steps, LATE);
  if (document.readyState === 'complete') wait();
  else addEventListener('load', wait, { once: true });
}
