import type { Platform } from './platform.js';

/** The maximum delay of `setTimeout`. Larger values fire at once. */
export const MAX_TIMEOUT_MS: number = 2 ** 31 - 1;

export function delay(platform: Platform, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void platform.setTimeout(resolve, Math.min(milliseconds, MAX_TIMEOUT_MS)));
}
