import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../../agent/state/state.js';
import type { Clock } from '../core/clock.js';
import type { PanelView, View } from '../core/view.js';
import type { CardMessages } from '../core/messages.js';
import { renderBudget } from './budget.js';
import { ENGLISH_PANEL_MESSAGES } from './english-messages.js';
import { renderLinks } from './links.js';
import { formatNativeAgentNote, renderNativeAgentNote } from './native-agent.js';
import { renderPersona } from './persona.js';
import { BAR_DURATION_MS, RecentPayments } from './recent-payments.js';
import { renderSparkline } from './sparkline.js';

export { style } from './style.js';

/**
 * The parts of the variant `panel`, and the note about another agent. A separate file, because few badges and
 * bars need it.
 */
export class Panel {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  #recentPayments = new RecentPayments();
  #barTimer: number | undefined;
  #areLinksOpen = false;

  constructor(clock: Clock, refresh: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
  }

  /** Called when the source of the state changes. */
  reset(): void {
    this.#recentPayments = new RecentPayments();
    this.#clock.clearTimeout(this.#barTimer);
    this.#barTimer = undefined;
  }

  renderRecentPayments({ totals }: AgentState, view: View): TemplateResult {
    this.#recentPayments.record(totals, this.#clock.now());
    const heights = this.#recentPayments.heights();
    if (heights.some(Boolean)) this.#scheduleNextBar();
    return renderSparkline(toPanelView(view), heights);
  }

  /** Reserves the place of the connection before it is known, to prevent a layout shift. */
  renderDetails(state: AgentState, view: View): TemplateResult {
    const toggle = (open: boolean): void => {
      this.#areLinksOpen = open;
      this.#refresh();
    };
    const panelView = toPanelView(view);
    return html`
      ${state.status === 'native-agent' ? nothing : renderBudget(state.connection, panelView)}
      ${renderLinks(state.sessions, panelView, this.#areLinksOpen, toggle)}
    `;
  }

  renderPersona(state: AgentState | undefined, view: View): TemplateResult | typeof nothing {
    return renderPersona(state, toPanelView(view));
  }

  renderNativeAgentNote(state: AgentState, view: View): TemplateResult | typeof nothing {
    return renderNativeAgentNote(state, toPanelView(view));
  }

  formatNativeAgentNote(state: AgentState | undefined, messages: CardMessages): string | undefined {
    return state && formatNativeAgentNote(state, withPanelTexts(messages));
  }

  #scheduleNextBar(): void {
    this.#barTimer ??= this.#clock.setTimeout(() => {
      this.#barTimer = undefined;
      this.#refresh();
    }, BAR_DURATION_MS);
  }
}

function toPanelView(view: View): PanelView {
  return { ...view, messages: withPanelTexts(view.messages) };
}

/** English has no texts of the panel in the card's file. Other languages have all texts in one file. */
function withPanelTexts(messages: CardMessages): PanelView['messages'] {
  return { ...ENGLISH_PANEL_MESSAGES, ...messages };
}
