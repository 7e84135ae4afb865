import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState, AgentStateSource } from '../../agent/state/state.js';
import type { View } from './core/view.js';
import { eventTypeOf, type Action, type CardMessages } from './core/messages.js';

const ACTIONS = ['connect', 'pause', 'resume'] as const;
const ICONS = { pause: 'M4 3h3v10H4zM9 3h3v10H9z', resume: 'M5 3l8 5l-8 5z' };

/** The buttons for the available actions. */
export function renderActions(state: AgentState, view: View): TemplateResult {
  const { messages, variant } = view;
  const action = actionOf(state);
  const suffix = html`<span class="visually-hidden">: ${messages.name}</span>`;
  return html`<div class="actions">
    <button type="button" class=${action} part="button" @click=${() => view.requestAction(action)}>
      ${variant === 'badge' && action !== 'connect' ? renderIcon(action, messages) : renderLabels(action, messages)}${suffix}
    </button>
    ${
      variant === 'panel' && state.connection && action !== 'connect'
        ? html`<button
            type="button"
            class="quiet"
            part="button disconnect"
            @click=${() => view.requestAction('disconnect')}
          >
            ${messages.disconnect}${suffix}
          </button>`
        : nothing
    }
  </div>`;
}

/** Fires the event of the action at the element. If no listener cancels it, the agent performs the action. */
export function requestAction(element: Element, action: Action, source: AgentStateSource | undefined): void {
  // Works even if the page has replaced `Event`.
  const NativeEvent = document.createEvent('Event').constructor as typeof Event;
  const options = { bubbles: true, composed: true, cancelable: true };
  if (!element.dispatchEvent(new NativeEvent(eventTypeOf(action), options))) return;
  source?.[action]?.();
  // The focused button will be removed.
  if (action === 'disconnect') element.shadowRoot?.querySelector('button')?.focus();
}

function renderIcon(action: 'pause' | 'resume', messages: CardMessages): TemplateResult {
  return html`<svg viewBox="0 0 16 16" aria-hidden="true"><path d=${ICONS[action]} /></svg
    ><span class="visually-hidden">${messages[action]}</span>`;
}

// All labels share one grid cell, so the button has the width of the longest label and never changes its
// size.
function renderLabels(action: (typeof ACTIONS)[number], messages: CardMessages): TemplateResult[] {
  return ACTIONS.map((each) => html`<span class=${each === action ? '' : 'other'}>${messages[each]}</span>`);
}

function actionOf({ status, pausedBy }: AgentState): (typeof ACTIONS)[number] {
  if (status === 'not-connected') return 'connect';
  return pausedBy === 'visitor' ? 'resume' : 'pause';
}
