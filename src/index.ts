import { startFromScript } from './page/boot/start-from-script.js';

export type * from './fn.js';

// In server-side rendering there is no document, and importing this module does nothing.
if (typeof document === 'object') startFromScript();
