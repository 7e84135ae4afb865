import { html, nothing, type TemplateResult } from 'lit';
import type { AgentState } from '../../agent/state.js';
import type { Clock } from '../announcements.js';
import type { View } from '../view.js';
import type { Words } from '../words.js';
import { renderBudget } from './budget.js';
import { renderLinks } from './links.js';
import { noteOf, renderOtherAgent } from './other-agent.js';
import { renderPersona } from './persona.js';
import { BAR, RecentPayments } from './recent-payments.js';
import { renderSparkline } from './sparkline.js';

export { style } from './style.js';

/** What only the panel shows, and what is said of another agent: in a file of its own, because few badges and bars need it. */
export class Panel {
  readonly #clock: Clock;
  readonly #refresh: () => void;
  #recent = new RecentPayments();
  #nextBar: number | undefined;
  #open = false;

  constructor(clock: Clock, refresh: () => void) {
    this.#clock = clock;
    this.#refresh = refresh;
  }

  /** What comes next is told by somebody else. */
  forget(): void {
    this.#recent = new RecentPayments();
    this.#clock.clearTimeout(this.#nextBar);
    this.#nextBar = undefined;
  }

  renderRecent({ totals }: AgentState, view: View): TemplateResult {
    this.#recent.note(totals, this.#clock.now());
    const heights = this.#recent.heights();
    if (heights.some(Boolean)) this.#waitForNextBar();
    return renderSparkline(view, heights);
  }

  /** Before anything is known of a connection its place is kept, so that nothing moves when it is. */
  renderDetails(state: AgentState, view: View): TemplateResult {
    const toggle = (open: boolean): void => {
      this.#open = open;
      this.#refresh();
    };
    return html`
      ${state.status === 'other-agent' ? nothing : renderBudget(state.connection, view)}
      ${renderLinks(state.sessions, view, this.#open, toggle)}
    `;
  }

  renderPersona(state: AgentState | undefined, view: View): TemplateResult | typeof nothing {
    return renderPersona(state, view);
  }

  renderOtherAgent(state: AgentState, view: View): TemplateResult | typeof nothing {
    return renderOtherAgent(state, view);
  }

  noteOf(state: AgentState | undefined, words: Words): string | undefined {
    return state && noteOf(state, words);
  }

  #waitForNextBar(): void {
    this.#nextBar ??= this.#clock.setTimeout(() => {
      this.#nextBar = undefined;
      this.#refresh();
    }, BAR);
  }
}
