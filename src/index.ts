import { startAgent } from './agent/agent.js';
import { findScript, readConfiguration } from './agent/configuration.js';
import { capturePlatform } from './agent/platform.js';
import { consoleLine, createAgentError } from './agent/report.js';
import { standAside } from './agent/stand-aside.js';
import { ERROR_CODES } from './protocol/error-codes.js';
import { apply, isPolyfilled, isSupported } from './page-api/apply.js';

export type * from './fn.js';

// Without a document, as in server-side rendering, importing this does nothing.
if (typeof document === 'object') startFromScript();

/** Never throws: a guest does not break its host. */
function startFromScript(): void {
  const platform = capturePlatform();
  let undo: (() => void) | undefined;
  try {
    // Another copy of this script is at work.
    if (isPolyfilled()) return;

    const configuration = readConfiguration(findScript(document));
    if ('code' in configuration) return platform.warn(consoleLine(configuration));
    if (!isSecureContext)
      return platform.warn(
        consoleLine(createAgentError('insecure-context', ERROR_CODES['insecure-context'])),
      );
    if (configuration.warning) platform.warn(`[wm-polyfill] ${configuration.warning}`);

    if (isSupported() && !configuration.force) return void standAside({ ...configuration, platform });
    if (isSupported()) platform.warn('[wm-polyfill] data-force: another agent may pay for this page too.');
    undo = apply();
    startAgent({ ...configuration, platform });
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Nothing works here: this browser lacks something. (${cause})`);
  }
}
