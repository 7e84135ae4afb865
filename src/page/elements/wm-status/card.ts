import { html, nothing, type TemplateResult } from 'lit';
import { renderActions } from './actions.js';
import { renderAmounts } from './core/amounts.js';
import { renderProblems } from './problems.js';
import { renderSandboxLabel } from './styles/sandbox-label.js';
import { formatDetail } from './core/state-messages.js';
import type { Panel } from './panel/panel.js';
import type { View } from './core/view.js';

/** No payments are possible in these states. */
const STATES_WITHOUT_AMOUNTS = new Set(['unsupported', 'no-provider']);

/**
 * The content of `<wm-status>`. It keeps its layout in all states of our agent, so a change moves nothing
 * around it.
 */
export function renderCard(view: View, loadedPanel: Panel | null | undefined): TemplateResult {
  const { variant, state, name, messages } = view;
  const panel = variant === 'panel' ? loadedPanel : null;
  const stateWithAmounts = state && !STATES_WITHOUT_AMOUNTS.has(name) ? state : undefined;
  const ownState =
    stateWithAmounts && stateWithAmounts.status !== 'native-agent' ? stateWithAmounts : undefined;
  return html`
    <div class="card ${variant}" role="group" aria-label=${messages.name} lang=${messages.lang} dir=${messages.dir}>
      <div class="head">
        <div class="title">
          <span class="indicator ${name}" part="indicator"></span>
          <strong class="state" part="state">${
            variant === 'badge' ? renderSlot(view, messages.states[name].title) : messages.states[name].title
          }</strong>
        </div>
        ${state?.sandbox ? renderSandboxLabel(messages) : nothing}
      </div>
      ${
        variant === 'badge'
          ? nothing
          : html`<div class="body">
              <div class="detail" part="detail">${renderSlot(view, formatDetail(state, messages, view.locale))}</div>
              ${state ? [renderProblems(state, messages), loadedPanel?.renderNativeAgentNote(state, view)] : nothing}
            </div>`
      }
      ${
        stateWithAmounts &&
        !(variant === 'badge' && stateWithAmounts.totals.length === 0 && name !== 'streaming')
          ? html`<div class="sent">
              ${variant === 'badge' ? nothing : html`<span class="label">${messages.sent}</span>`}
              ${renderAmounts(stateWithAmounts.totals, view)} ${panel?.renderRecentPayments(stateWithAmounts, view)}
            </div>`
          : nothing
      }
      ${stateWithAmounts && panel?.renderDetails(stateWithAmounts, view)} ${panel?.renderPersona(state, view)}
      ${ownState ? renderActions(ownState, view) : nothing}
    </div>
  `;
}

/** Slotted content of the page replaces the text. */
function renderSlot({ name }: View, fallback: string): TemplateResult {
  return html`<slot name=${name}>${fallback}</slot>`;
}
