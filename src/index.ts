import { startAgent } from './page/agent/agent.js';
import { findBrokenGlobals } from './page/agent/diagnostics/broken-globals.js';
import { findScript, readConfiguration } from './page/agent/core/configuration.js';
import { createModuleImporter, loadLazyModule } from './page/agent/core/load-lazy-module.js';
import { capturePlatform } from './page/agent/core/platform.js';
import { apply, isPolyfilled, isSupported } from './page/api/apply.js';

export type * from './fn.js';

// In server-side rendering there is no document, and importing this module does nothing.
if (typeof document === 'object') startFromScript();

/** Never throws, because the script must not break the page. */
function startFromScript(): void {
  const platform = capturePlatform();
  let undo: (() => void) | undefined;
  try {
    // Another copy of this script is already running.
    if (isPolyfilled()) return;

    const script = findScript(document);
    const configuration = readConfiguration(script);
    const { provider, persona, directory, force, passive, hasProblems } = configuration;
    const nativeAgent = isSupported();
    const brokenGlobals = findBrokenGlobals();
    if (brokenGlobals.length) throw new TypeError(`Replaced by the page: ${brokenGlobals}`);
    const moduleLoader = { importModule: createModuleImporter(directory), platform };
    if (persona === 'no-agent') {
      if (nativeAgent)
        loadLazyModule(moduleLoader, 'passive', ({ warnOfNativeAgent }) =>
          warnOfNativeAgent(platform, persona),
        );
      return;
    }
    if (!provider || !isSecureContext || hasProblems || (nativeAgent && force)) {
      loadLazyModule(moduleLoader, 'diagnostics', ({ reportConfigurationProblems }) =>
        reportConfigurationProblems(script, provider, nativeAgent, moduleLoader),
      );
    }
    if (!provider || !isSecureContext) return;
    const options = { ...configuration, provider, platform, nativeAgent };
    const start = (): void => {
      undo = apply();
      startAgent(options);
    };
    if (nativeAgent && (passive || !(force || persona))) {
      const earlyEvents: Event[] = [];
      // The native agent may pay before the module has loaded.
      addEventListener('monetization', (event) => earlyEvents.push(event), { capture: true, once: true });
      loadLazyModule(moduleLoader, 'passive', (passiveAgent) =>
        passiveAgent.observeNativeAgent({ ...options, earlyEvents, apply, startAgent }),
      );
    } else if (persona === 'late')
      loadLazyModule(moduleLoader, 'simulation', ({ startLate }) => startLate(platform, start));
    else start();
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Could not start: this page or browser lacks a required feature. (${cause})`);
  }
}
