import { html, nothing, type TemplateResult } from 'lit';
import { renderActions } from './actions.js';
import { renderAmounts } from './amounts.js';
import { renderProblems } from './problems.js';
import { renderSandboxMark } from './sandbox-mark.js';
import { detailOf } from './sayings.js';
import type { Panel } from './panel/panel.js';
import type { View } from './view.js';

/** Where there is nothing to be sent, or nobody to ask about it. */
const WITHOUT_AMOUNTS = new Set(['unsupported', 'no-provider']);

/** What `<wm-status>` shows. In every state of an agent of ours there is the same, so that nothing around it moves when that changes. */
export function renderCard(view: View, parts: Panel | null | undefined): TemplateResult {
  const { variant, state, name, words } = view;
  const panel = variant === 'panel' ? parts : null;
  const amounts = state && !WITHOUT_AMOUNTS.has(name) ? state : undefined;
  const own = amounts && amounts.status !== 'other-agent' ? amounts : undefined;
  return html`
    <div class="card ${variant}" role="group" aria-label=${words.name} lang=${words.lang} dir=${words.dir}>
      <div class="head">
        <div class="title">
          <span class="indicator ${name}" part="indicator"></span>
          <strong class="state" part="state">${
            variant === 'badge' ? renderSlot(view, words.states[name].title) : words.states[name].title
          }</strong>
        </div>
        ${state?.sandbox ? renderSandboxMark(words) : nothing}
      </div>
      ${
        variant === 'badge'
          ? nothing
          : html`<div class="body">
              <div class="detail" part="detail">${renderSlot(view, detailOf(state, words, view.locale))}</div>
              ${state ? [renderProblems(state, words), parts?.renderOtherAgent(state, view)] : nothing}
            </div>`
      }
      ${
        amounts && !(variant === 'badge' && amounts.totals.length === 0 && name !== 'streaming')
          ? html`<div class="sent">
              ${variant === 'badge' ? nothing : html`<span class="label">${words.sent}</span>`}
              ${renderAmounts(amounts.totals, view)} ${panel?.renderRecent(amounts, view)}
            </div>`
          : nothing
      }
      ${amounts && panel?.renderDetails(amounts, view)} ${panel?.renderPersona(state, view)}
      ${own ? renderActions(own, view) : nothing}
    </div>
  `;
}

/** What a page puts there takes the place of what is said. */
function renderSlot({ name }: View, said: string): TemplateResult {
  return html`<slot name=${name}>${said}</slot>`;
}
