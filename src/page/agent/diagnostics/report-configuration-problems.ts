import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { suggestAttribute, SCRIPT_ATTRIBUTES } from '../../../protocol/script-attributes.js';
import { warnOfNativeAgent } from '../passive-agent/coexist-with-native-agent.js';
import { startIdleAgent } from '../passive-agent/idle-agent.js';
import type { AgentOptions } from '../core/agent-options.js';
import type { Configuration } from '../core/configuration.js';
import { isLocalSandbox, isSimulationAllowed, SIMULATE } from '../core/is-simulation-allowed.js';
import { loadLazyModule, type ImportModule } from '../core/load-lazy-module.js';
import type { Platform } from '../core/platform.js';
import type { Agent } from '../state/state.js';

/** What the script has read, and how it loads its other files. */
export interface ScriptOptions extends Configuration {
  readonly nativeAgent: boolean;
  readonly importModule: ImportModule;
  readonly platform: Platform;
}

/**
 * Logs each problem of the script tag. Without a valid provider it also starts an idle agent, whose state has
 * the status `no-provider`. For the persona `late` it starts the agent later.
 */
export function processConfiguration(
  script: Element | null,
  options: ScriptOptions,
  startAgent: () => Agent,
): void {
  const { provider, persona, nativeAgent, passive, platform } = options;
  for (const line of describeConfigurationProblems(script, provider)) platform.warn(line);
  // A simulation that was deployed by mistake must not change the page visibly.
  const isPrototype = script?.getAttribute('data-provider')?.trim() === SIMULATE;
  if (provider === null && !isPrototype && isSecureContext && !nativeAgent)
    startIdleAgent('no-provider', options);
  if (nativeAgent && persona === 'no-agent') warnOfNativeAgent(platform, persona);
  if (persona !== 'late' || !isSecureContext) return;
  if (nativeAgent && passive)
    loadLazyModule(options, 'passive', ({ observeNativeAgent }) =>
      observeNativeAgent({ ...(options as AgentOptions), startAgent }),
    );
  else loadLazyModule(options, 'simulation', ({ startLate }) => startLate(platform, startAgent));
}

/** @returns one console line for each problem. */
export function describeConfigurationProblems(script: Element | null, provider: string | null): string[] {
  const lines = [...describeUnknownAttributes(script), ...describeUnknownValues(script)];
  const value = script?.getAttribute('data-provider')?.trim();
  const simulateOn = script?.getAttribute('data-simulate-on');
  if (!value) lines.unshift(formatProblem('provider-missing'));
  else if (value === SIMULATE && !isSimulationAllowed(simulateOn)) {
    lines.unshift(
      formatProblem(
        'simulation-not-allowed',
        simulateOn?.includes('*') ? '(Host names must match exactly: "*" is not a wildcard.) ' : '',
      ),
    );
  } else if (provider === null)
    lines.unshift(formatProblem('provider-invalid', `(data-provider="${value}") `));
  if (!isSecureContext) lines.push(formatProblem('insecure-context'));
  else if (script?.hasAttribute('data-force')) {
    if (script.hasAttribute('data-passive')) lines.push('[wm-polyfill] data-passive overrides data-force.');
    else if (provider !== null && !isLocalSandbox(provider, simulateOn))
      lines.push('[wm-polyfill] data-force: if another agent is present, both pay.');
  }
  return lines;
}

function describeUnknownAttributes(script: Element | null): string[] {
  return (script?.getAttributeNames() ?? []).flatMap((name) => {
    const suggestion = suggestAttribute(name);
    return suggestion === null ? [] : [`[wm-polyfill] Unknown attribute ${name}. Write ${suggestion}.`];
  });
}

function describeUnknownValues(script: Element | null): string[] {
  return Object.entries(SCRIPT_ATTRIBUTES).flatMap(([name, known]) => {
    const value = script?.getAttribute(name) ?? null;
    if (value === null || !known || known.includes(value)) return [];
    return [
      `[wm-polyfill] Unknown ${name}="${value}"; allowed: ${known.map((one) => `"${one}"`).join(', ')}.`,
    ];
  });
}

function formatProblem(code: keyof typeof PAGE_ERRORS, detail = ''): string {
  const { title, fix } = PAGE_ERRORS[code];
  return `[wm-polyfill] ${title} ${detail}${fix} (${code})`;
}
