import { ERROR_CODES } from '../protocol/error-codes.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import { attributeMeantBy, SCRIPT_ATTRIBUTES } from '../protocol/script-attributes.js';
import { startIdleAgent } from './idle-agent.js';
import { isSandboxHere, maySimulate, SIMULATE } from './may-simulate.js';
import type { ImportPart } from './parts.js';
import type { Platform } from './platform.js';

/** Says what is wrong with the script tag: on the console, and, where there is nobody to pay through, by the state of an agent that does nothing. */
export function help(
  script: Element | null,
  provider: string | null,
  supported: boolean,
  parts: { importPart: ImportPart; platform: Platform },
): void {
  for (const line of explainConfiguration(script, provider)) parts.platform.warn(line);
  // A prototype that got into production leaves a visitor's page as it is.
  const isPrototype = script?.getAttribute('data-provider')?.trim() === SIMULATE;
  if (provider === null && !isPrototype && isSecureContext && !supported) {
    startIdleAgent('no-provider', parts);
  }
}

/** In lines for the console. */
export function explainConfiguration(script: Element | null, provider: string | null): string[] {
  const lines = [...explainNames(script), ...explainValues(script)];
  const written = script?.getAttribute('data-provider')?.trim();
  const simulateOn = script?.getAttribute('data-simulate-on');
  if (!written) lines.unshift(lineOf('provider-missing'));
  else if (written === SIMULATE && !maySimulate(simulateOn)) {
    lines.unshift(
      lineOf('simulation-refused', simulateOn?.includes('*') ? '(Names are exact: no "*".) ' : ''),
    );
  } else if (provider === null) lines.unshift(lineOf('provider-invalid', `(data-provider="${written}") `));
  if (!isSecureContext) lines.push(lineOf('insecure-context'));
  else if (script?.hasAttribute('data-force')) {
    if (script.hasAttribute('data-stand-aside'))
      lines.push('[wm-polyfill] data-force and data-stand-aside: the latter holds.');
    else if (provider !== null && !isSandboxHere(provider, simulateOn))
      lines.push('[wm-polyfill] data-force: where there is another agent, both pay.');
  }
  return lines;
}

function explainNames(script: Element | null): string[] {
  return (script?.getAttributeNames() ?? []).flatMap((name) => {
    const meant = attributeMeantBy(name);
    return meant === null ? [] : [`[wm-polyfill] Unknown attribute ${name}. Write ${meant}.`];
  });
}

function explainValues(script: Element | null): string[] {
  return Object.entries(SCRIPT_ATTRIBUTES).flatMap(([name, known]) => {
    const value = script?.getAttribute(name) ?? null;
    if (value === null || !known || known.includes(value)) return [];
    return [`[wm-polyfill] Unknown ${name}="${value}"; known: ${known.map((one) => `"${one}"`).join(', ')}.`];
  });
}

function lineOf(code: ErrorCode, detail = ''): string {
  const { title, fix } = ERROR_CODES[code];
  return `[wm-polyfill] ${title} ${detail}${fix} (${code})`;
}
