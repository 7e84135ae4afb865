import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../../agent/state/state.js';
import { formatUrl } from '../../format-url.js';
import type { PanelView } from '../core/view.js';
import type { PanelMessages } from '../core/messages.js';

/** The note about another agent, with the visitor's action. */
export function renderNativeAgentNote(
  state: AgentState,
  { messages, requestAction }: PanelView,
): TemplateResult | typeof nothing {
  const note = formatNativeAgentNote(state, messages);
  if (!note) return nothing;
  const action = actionOf(state);
  return html`<div class="note" part="note">
    ${note}
    ${
      action
        ? html`<button type="button" part="button" @click=${() => requestAction(action)}>
            ${messages[action]}<span class="visually-hidden">: ${messages.name}</span>
          </button>`
        : nothing
    }
  </div>`;
}

export function formatNativeAgentNote(
  { nativeAgent, provider }: AgentState,
  messages: PanelMessages,
): string | undefined {
  const name = provider && formatUrl(provider);
  if (nativeAgent === 'coexisting') return messages.besideNativeAgent;
  if (nativeAgent === 'timed-out') return messages.nativeAgentNotPaying(name);
  return nativeAgent === 'replaced' && name ? messages.nativeAgentReplaced(name) : undefined;
}

function actionOf({ nativeAgent, provider }: AgentState): 'payInstead' | 'becomePassive' | null {
  if (nativeAgent === 'replaced') return 'becomePassive';
  return nativeAgent === 'timed-out' && provider ? 'payInstead' : null;
}
