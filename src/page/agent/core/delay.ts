import type { Platform } from './platform.js';

export function delay(platform: Platform, milliseconds: number): Promise<void> {
  return new Promise((resolve) => void platform.setTimeout(resolve, milliseconds));
}
