import type { AgentOptions } from '../agent/core/agent-options.js';
import { findScript, readConfiguration } from '../agent/core/configuration.js';
import { createModuleImporter, loadLazyModule } from '../agent/core/load-lazy-module.js';
import { capturePlatform } from '../agent/core/platform.js';
import type { Agent } from '../agent/state/state.js';
import { applyMembers, isPolyfilled, isSupported } from '../api/apply.js';
import { define } from '../api/patch.js';
import { assertGlobals } from './assert-globals.js';
import { startAgentOnDemand, type BootOptions } from './start-agent-on-demand.js';

/** These visitors' pages start late, or not at all. `wm-diagnostics.js` does that. */
const OTHER_PERSONAS = /^(late|no-agent)$/;

/** Starts what the script tag asks for. */
export function startFromScript(): void {
  // Another copy of this script is already running.
  if (isPolyfilled()) return;

  const platform = capturePlatform();
  const script = findScript(document);
  const configuration = readConfiguration(script);
  const nativeAgent = isSupported();
  assertGlobals();
  const options = {
    ...configuration,
    platform,
    nativeAgent,
    importModule: createModuleImporter(configuration.directory),
  };
  const { provider, persona, force, passive } = options;
  const startAgent = (changed?: AgentOptions): Agent => {
    const agent = startAgentOnDemand({ ...options, ...changed } as BootOptions);
    // Last, so that a script that fails has added nothing.
    applyMembers(define);
    return agent;
  };
  const canStart = provider && isSecureContext && !OTHER_PERSONAS.test(`${persona}`);
  if (!canStart || options.hasProblems || (nativeAgent && force))
    loadLazyModule(options, 'diagnostics', ({ processConfiguration }) =>
      processConfiguration(script, options, startAgent),
    );
  if (!canStart) return;

  if (nativeAgent && (passive || !(force || persona))) {
    const earlyEvents: Event[] = [];
    // The native agent may pay before the module has loaded.
    addEventListener('monetization', (event) => earlyEvents.push(event), { capture: true, once: true });
    loadLazyModule(options, 'passive', ({ observeNativeAgent }) =>
      observeNativeAgent({ ...(options as BootOptions), earlyEvents, startAgent }),
    );
  } else startAgent();
}
