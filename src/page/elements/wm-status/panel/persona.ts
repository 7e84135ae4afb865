import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../../agent/state/state.js';
import { PERSONA_KEY, PERSONAS, type Persona } from '../../../../protocol/sandbox/personas.js';
import type { PanelView } from '../core/view.js';

/** The URL may contain any text. */
const MAX_PERSONA_LENGTH = 24;

/** The persona selection. Only in a sandbox. */
export function renderPersona(
  state: AgentState | undefined,
  { messages }: PanelView,
): TemplateResult | typeof nothing {
  const persona = state ? state.sandbox && state.persona : storedNoAgent();
  if (!persona) return nothing;
  const known = PERSONAS.includes(persona);
  const onChange = ({ currentTarget }: Event): void =>
    switchPersona((currentTarget as HTMLSelectElement).value, window);
  return html`<label class="persona" part="persona">
    <span class="label">${messages.persona}</span>
    <select lang="en" @change=${onChange}>
      ${known ? nothing : html`<option selected>${persona.slice(0, MAX_PERSONA_LENGTH)}</option>`}
      ${PERSONAS.map((each) => html`<option ?selected=${each === persona}>${each}</option>`)}
    </select>
  </label>`;
}

/** Reloads the page with that persona. */
export function switchPersona(persona: string, page: Pick<Window, 'localStorage' | 'location'>): void {
  const url = new URL(page.location.href);
  const before = url.search;
  // The URL would take precedence over the storage.
  if (url.searchParams.has(PERSONA_KEY)) url.searchParams.delete(PERSONA_KEY);
  // `no-agent` is set only in the URL, which the visitor can edit. From the storage, wm.js would load
  // nothing, not even this selection.
  if (persona === 'no-agent' || !storePersona(persona, page)) url.searchParams.set(PERSONA_KEY, persona);
  if (url.search === before) page.location.reload();
  else page.location.replace(url.href);
}

function storePersona(persona: string, page: Pick<Window, 'localStorage'>): boolean {
  try {
    page.localStorage.setItem(PERSONA_KEY, persona);
    return true;
  } catch {
    return false; // No storage: the URL must contain the persona.
  }
}

/** With `no-agent` there is no agent state, but the selection must stay available. */
function storedNoAgent(): Persona | null {
  try {
    return localStorage.getItem(PERSONA_KEY) === 'no-agent' ? 'no-agent' : null;
  } catch {
    return null; // No storage
  }
}
