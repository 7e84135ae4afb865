import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { STATE_SOURCE_CHANGE, type AgentStateSource } from '../agent/state.js';
import { Announcements, systemClock, type Clock } from './announcements.js';
import { renderCard } from './card.js';
import { sandboxMark } from './sandbox-mark.js';
import { layout } from './layout.js';
import { theme } from './theme.js';
import { announcementOf, ENGLISH, type Words } from './words.js';

/**
 * Shows what the Web Monetization agent of this page is doing, and lets the visitor connect a wallet and pause. In a sandbox it says so,
 * out of reach of the page's styles. It follows the page's `color-scheme`.
 *
 * @tag wm-status
 * @csspart indicator - The dot whose colour follows the state.
 * @csspart state - The state in words.
 * @csspart detail - The sentence below it.
 * @csspart problem - One error: what happened and what to do.
 * @csspart totals - The list of what was sent, one item per currency.
 * @csspart button - Connect, pause or resume.
 * @cssprop --wm-status-background - Background of the card.
 * @cssprop --wm-status-color - Colour of the text.
 * @cssprop --wm-status-muted-color - Colour of the secondary text.
 * @cssprop --wm-status-border-color - Colour of the lines.
 * @cssprop --wm-status-accent-color - The dot while payments stream, and the focus ring.
 * @cssprop --wm-status-radius - Rounding of the corners.
 * @cssprop --wm-status-font - Font family.
 */
export class WmStatus extends LitElement {
  static override styles = [layout, theme, sandboxMark];
  static override properties = {
    source: { attribute: false },
    words: { attribute: false },
    clock: { attribute: false },
  };

  /** Whose state is shown. Default: `document.monetization`. */
  declare source: AgentStateSource | undefined;
  /** What is said, for translations. */
  declare words: Words;
  /** Paces the announcements. */
  declare clock: Clock;

  #followed: AgentStateSource | undefined;
  readonly #announcements = new Announcements(
    (text) => this.#speak(text),
    () => this.clock,
  );

  constructor() {
    super();
    this.words = ENGLISH;
    this.clock = systemClock;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#follow();
    // An agent whose script comes later than this element is there by then.
    window.addEventListener('load', this.#follow);
    document.addEventListener(STATE_SOURCE_CHANGE, this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('load', this.#follow);
    document.removeEventListener(STATE_SOURCE_CHANGE, this.#follow);
    this.#announcements.stop();
    this.#followed?.removeEventListener('agentstatechange', this.#refresh);
    this.#followed = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source') && this.isConnected) this.#follow();
  }

  protected override updated(): void {
    this.#announcements.announce(announcementOf(this.#followed?.agentState, this.words));
  }

  protected override render(): TemplateResult {
    return html`
      ${renderCard(this.#followed?.agentState, this.words, { toggle: this.#toggle, connect: this.#connect })}
      <div class="unseen" role="status" lang=${this.words.lang}></div>
    `;
  }

  readonly #follow = (): void => {
    const source = this.source ?? document.monetization;
    if (source === this.#followed) return;
    this.#followed?.removeEventListener('agentstatechange', this.#refresh);
    this.#followed = source;
    source?.addEventListener('agentstatechange', this.#refresh);
    this.#refresh();
  };

  readonly #refresh = (): void => this.requestUpdate();

  readonly #toggle = (): void => {
    if (this.#followed?.agentState.pausedBy === 'visitor') this.#followed.resume();
    else this.#followed?.pause();
  };

  readonly #connect = (): void => this.#followed?.connect();

  #speak(text: string): void {
    const region = this.renderRoot.querySelector('[role=status]');
    if (region) region.textContent = text;
  }
}
