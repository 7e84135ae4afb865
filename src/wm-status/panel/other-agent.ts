import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../agent/state.js';
import { readableUrl } from '../readable-url.js';
import type { View } from '../view.js';
import type { Words } from '../words.js';

/** What is to be said of another agent that has not paid, and what the visitor can do about it. */
export function renderOtherAgent(state: AgentState, { words, ask }: View): TemplateResult | typeof nothing {
  const note = noteOf(state, words);
  if (!note) return nothing;
  const action = actionOf(state);
  return html`<div class="note" part="note">
    ${note}
    ${
      action
        ? html`<button type="button" part="button" @click=${() => ask(action)}>
            ${words[action]}<span class="unseen">: ${words.name}</span>
          </button>`
        : nothing
    }
  </div>`;
}

export function noteOf({ otherAgent, provider }: AgentState, words: Words): string | undefined {
  const name = provider && readableUrl(provider);
  if (otherAgent === 'beside') return words.besideOther;
  if (otherAgent === 'overdue') return words.otherOverdue(name);
  return otherAgent === 'replaced' && name ? words.otherReplaced(name) : undefined;
}

function actionOf({ otherAgent, provider }: AgentState): 'payInstead' | 'standAside' | null {
  if (otherAgent === 'replaced') return 'standAside';
  return otherAgent === 'overdue' && provider ? 'payInstead' : null;
}
