import type { AgentOptions } from '../agent/core/agent-options.js';
import { findScript, readConfiguration } from '../agent/core/configuration.js';
import { HAS_LAZY_FILES } from '../agent/core/lazy-modules.js';
import { createModuleImporter, loadLazyModule } from '../agent/core/load-lazy-module.js';
import { capturePlatform } from '../agent/core/platform.js';
import type { Agent } from '../agent/state/state.js';
import { apply, isPolyfilled, isSupported } from '../api/apply.js';
import { assertGlobals } from './assert-globals.js';
import { startAgentOnDemand } from './start-agent-on-demand.js';

/** Starts what the script tag asks for. Never throws, because the script must not break the page. */
export function startFromScript(): void {
  const platform = capturePlatform();
  let undo: (() => void) | undefined;
  const startAgent = (options: AgentOptions): Agent => {
    undo = apply();
    return startAgentOnDemand(options);
  };
  try {
    // Another copy of this script is already running.
    if (isPolyfilled()) return;

    const script = findScript(document);
    const configuration = readConfiguration(script);
    const { provider, persona, force, passive } = configuration;
    // The script of a bundled page has no files of this package beside it.
    const directory = HAS_LAZY_FILES || configuration.hasBase ? configuration.directory : null;
    const nativeAgent = isSupported();
    assertGlobals();
    const moduleLoader = { importModule: createModuleImporter(directory), platform };
    const isUnsupported = persona === 'no-agent';
    if (
      !provider ||
      !isSecureContext ||
      configuration.hasProblems ||
      (nativeAgent && (force || isUnsupported))
    )
      loadLazyModule(moduleLoader, 'diagnostics', ({ reportConfigurationProblems }) =>
        reportConfigurationProblems(script, configuration, nativeAgent, moduleLoader),
      );
    if (!provider || !isSecureContext || isUnsupported) return;

    const options = { ...configuration, directory, provider, platform, nativeAgent };
    if (nativeAgent && (passive || !(force || persona))) {
      const earlyEvents: Event[] = [];
      // The native agent may pay before the module has loaded.
      addEventListener('monetization', (event) => earlyEvents.push(event), { capture: true, once: true });
      loadLazyModule(moduleLoader, 'passive', ({ observeNativeAgent }) =>
        observeNativeAgent({ ...options, earlyEvents, startAgent }),
      );
    } else if (persona === 'late')
      loadLazyModule(moduleLoader, 'simulation', ({ startLate }) =>
        startLate(platform, () => startAgent(options)),
      );
    else startAgent(options);
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Could not start: this page or browser lacks a required feature. (${cause})`);
  }
}
