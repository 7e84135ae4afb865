import { HAS_LAZY_FILES } from './page/agent/core/lazy-modules.js';
import { startFromScript } from './page/boot/start-from-script.js';

export type * from './fn.js';

// In server-side rendering there is no document, and importing this module does nothing.
if (typeof document === 'object') {
  // The build of wm.js also catches what its modules throw.
  if (HAS_LAZY_FILES) startFromScript();
  else startSafely();
}

/** The script must not break the page. */
function startSafely(): void {
  try {
    startFromScript();
  } catch (cause) {
    console.warn(`[wm-polyfill] Could not start: this page or browser lacks a required feature. (${cause})`);
  }
}
