import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../agent/state.js';
import { PERSONA_KEY, PERSONAS, type Persona } from '../../protocol/personas.js';
import type { View } from '../view.js';

/** One that is none may come out of an address. */
const LONGEST = 24;

/** Whom the sandbox plays, to choose another. Nowhere else. */
export function renderPersona(
  state: AgentState | undefined,
  { words }: View,
): TemplateResult | typeof nothing {
  const persona = state ? state.sandbox && state.persona : storedNoAgent();
  if (!persona) return nothing;
  const known = PERSONAS.includes(persona);
  const choose = ({ currentTarget }: Event): void =>
    playPersona((currentTarget as HTMLSelectElement).value, window);
  return html`<label class="persona" part="persona">
    <span class="label">${words.persona}</span>
    <select lang="en" @change=${choose}>
      ${known ? nothing : html`<option selected>${persona.slice(0, LONGEST)}</option>`}
      ${PERSONAS.map((each) => html`<option ?selected=${each === persona}>${each}</option>`)}
    </select>
  </label>`;
}

/** Loads the page anew as that persona sees it. */
export function playPersona(persona: string, page: Pick<Window, 'localStorage' | 'location'>): void {
  const url = new URL(page.location.href);
  const before = url.search;
  // It would win over what is stored.
  if (url.searchParams.has(PERSONA_KEY)) url.searchParams.delete(PERSONA_KEY);
  // Kept, no-agent would leave no way back: wm.js then loads nothing, not even this choice. The address can be changed.
  if (persona === 'no-agent' || !remember(persona, page)) url.searchParams.set(PERSONA_KEY, persona);
  if (url.search === before) page.location.reload();
  else page.location.replace(url.href);
}

function remember(persona: string, page: Pick<Window, 'localStorage'>): boolean {
  try {
    page.localStorage.setItem(PERSONA_KEY, persona);
    return true;
  } catch {
    return false; // No storage: the address has to say it.
  }
}

/** Who plays that there is no agent has nobody to ask, and wants to get back. */
function storedNoAgent(): Persona | null {
  try {
    return localStorage.getItem(PERSONA_KEY) === 'no-agent' ? 'no-agent' : null;
  } catch {
    return null; // No storage, so nothing was chosen here
  }
}
