import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../agent/state.js';
import type { View } from './view.js';
import type { Action, Words } from './words.js';

const ACTIONS = ['connect', 'pause', 'resume'] as const;
const ICONS = { pause: 'M4 3h3v10H4zM9 3h3v10H9z', resume: 'M5 3l8 5l-8 5z' };

/** What the visitor can do now. */
export function renderActions(state: AgentState, view: View): TemplateResult {
  const { words, variant } = view;
  const action = actionOf(state);
  const suffix = html`<span class="unseen">: ${words.name}</span>`;
  return html`<div class="actions">
    <button type="button" class=${action} part="button" @click=${() => view.ask(action)}>
      ${variant === 'badge' && action !== 'connect' ? renderIcon(action, words) : renderLabels(action, words)}${suffix}
    </button>
    ${
      variant === 'panel' && state.connection && action !== 'connect'
        ? html`<button
            type="button"
            class="quiet"
            part="button disconnect"
            @click=${() => view.ask('disconnect')}
          >
            ${words.disconnect}${suffix}
          </button>`
        : nothing
    }
  </div>`;
}

function renderIcon(action: 'pause' | 'resume', words: Words): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[action]} /></svg
    ><span class="unseen">${words[action]}</span>`;
}

// All of them lie in one grid cell, so the button is as wide as the longest and nothing moves.
function renderLabels(action: Action, words: Words): TemplateResult[] {
  return ACTIONS.map((each) => html`<span class=${each === action ? '' : 'other'}>${words[each]}</span>`);
}

function actionOf({ status, pausedBy }: AgentState): (typeof ACTIONS)[number] {
  if (status === 'not-connected') return 'connect';
  return pausedBy === 'visitor' ? 'resume' : 'pause';
}
