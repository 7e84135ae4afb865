import type { Persona } from '../../../protocol/sandbox/personas.js';
import { isLocalSandbox } from './is-simulation-allowed.js';

/** The query parameter `wm`, named by PERSONA_KEY. A literal keeps wm.js small. */
const PERSONA_QUERY = /[?&]wm=([^&]*)/;

/**
 * The persona in the URL or in local storage, not validated. Default: `paying`. Null where personas do not
 * apply: on hosts that are not local, and with a remote provider.
 */
export function readPersona(provider: string | null, simulateOn?: string | null): Persona | null {
  if (!provider || !isLocalSandbox(provider, simulateOn)) return null;
  return (PERSONA_QUERY.exec(location.search)?.[1] || readStoredPersona() || 'paying') as Persona;
}

function readStoredPersona(): string | undefined {
  try {
    return localStorage['wm'] as string | undefined;
  } catch {
    // Sandboxed frame, or storage disabled by the visitor.
    return undefined;
  }
}
