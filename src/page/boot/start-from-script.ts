import { findScript, readConfiguration } from '../agent/core/configuration.js';
import { HAS_LAZY_FILES } from '../agent/core/lazy-modules.js';
import { createModuleImporter, loadLazyModule } from '../agent/core/load-lazy-module.js';
import { capturePlatform } from '../agent/core/platform.js';
import { apply, isPolyfilled, isSupported } from '../api/apply.js';
import { findBrokenGlobals } from './broken-globals.js';
import { startAgentOnDemand } from './start-agent-on-demand.js';

/** Starts what the script tag asks for. Never throws, because the script must not break the page. */
export function startFromScript(): void {
  const platform = capturePlatform();
  let undo: (() => void) | undefined;
  try {
    // Another copy of this script is already running.
    if (isPolyfilled()) return;

    const script = findScript(document);
    const configuration = readConfiguration(script);
    const { provider, persona, force, passive, hasProblems, hasBase } = configuration;
    // The script of a bundled page has no files of this package beside it.
    const directory = HAS_LAZY_FILES || hasBase ? configuration.directory : null;
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
    const options = { ...configuration, directory, provider, platform, nativeAgent };
    const start = (): void => {
      undo = apply();
      startAgentOnDemand(options);
    };
    if (nativeAgent && (passive || !(force || persona))) {
      const earlyEvents: Event[] = [];
      // The native agent may pay before the module has loaded.
      addEventListener('monetization', (event) => earlyEvents.push(event), { capture: true, once: true });
      loadLazyModule(moduleLoader, 'passive', (passiveAgent) =>
        passiveAgent.observeNativeAgent({ ...options, earlyEvents, apply, startAgent: startAgentOnDemand }),
      );
    } else if (persona === 'late')
      loadLazyModule(moduleLoader, 'simulation', ({ startLate }) => startLate(platform, start));
    else start();
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Could not start: this page or browser lacks a required feature. (${cause})`);
  }
}
