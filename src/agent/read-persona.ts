import type { Persona } from '../protocol/personas.js';
import { isSandboxHere } from './may-simulate.js';

/** PERSONA_KEY, in short. */
const QUERY = /[?&]wm=([^&]*)/;

/** Whom the page is to find, as it is written; null where nobody may be played: elsewhere than on local hosts, or when a real provider is named. */
export function readPersona(provider: string | null, simulateOn?: string | null): Persona | null {
  if (!provider || !isSandboxHere(provider, simulateOn)) return null;
  return (QUERY.exec(location.search)?.[1] || readStored() || 'paying') as Persona;
}

function readStored(): string | null {
  try {
    return localStorage['wm'] as string | null;
  } catch {
    // Sandboxed, or switched off by the visitor.
    return null;
  }
}
