import { PERSONA_KEY } from '../protocol/personas.js';
import type { Persona } from '../protocol/personas.js';
import { isLocal, maySimulate } from './may-simulate.js';

/** Whom the page is to find, as it is written; null where nobody may be played: elsewhere than on local hosts, or when a real provider is named. */
export function readPersona(provider: string | null, simulateOn?: string | null): Persona | null {
  if (!provider || !isLocal(provider) || !maySimulate(simulateOn)) return null;
  return (new URLSearchParams(location.search).get(PERSONA_KEY) || readStored() || 'paying') as Persona;
}

function readStored(): string | null {
  try {
    return localStorage.getItem(PERSONA_KEY);
  } catch {
    // Sandboxed, or switched off by the visitor.
    return null;
  }
}
