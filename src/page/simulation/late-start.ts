import type { Platform } from '../agent/core/platform.js';

/** The persona `late` simulates an older extension, which started only after the page had loaded. */
const LATE_START_DELAY_MS = 1_500;

export function startLate(platform: Platform, steps: () => void): void {
  const schedule = (): unknown => platform.setTimeout(steps, LATE_START_DELAY_MS);
  if (document.readyState === 'complete') schedule();
  else addEventListener('load', schedule, { once: true });
}
