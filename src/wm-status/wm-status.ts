import { html, type PropertyValues, type TemplateResult } from 'lit';
import { STATE_SOURCE_CHANGE, type AgentState, type AgentStateSource } from '../agent/state.js';
import { findStateSource } from '../elements/state-source.js';
import { PortableElement } from '../elements/portable-element.js';
import { writeAmount } from './amounts.js';
import { Announcements, systemClock, type Clock } from './announcements.js';
import { renderCard } from './card.js';
import { FollowedLanguage } from './language.js';
import { loadPanel } from './load-panel.js';
import { Pace } from './pace.js';
import { PaymentEvents } from './payment-events.js';
import type { Panel } from './panel/panel.js';
import { announcementOf, receiverOf, sentencesOf, waitOf } from './sayings.js';
import { styles } from './styles.js';
import { variantOf, type Variant, type View } from './view.js';
import { eventTypeOf, stateNameOf, type Action, type StateName, type Words } from './words.js';

export type { Action, Clock, StateName, Variant, Words };

/**
 * Shows what the Web Monetization agent of this page is doing, and lets the visitor connect a wallet, pause, resume and disconnect. Of agents that tell no state, such as a browser extension, it shows what their `monetization` events tell. In a sandbox it says so, out of reach of
 * the page's styles. It follows the page's `color-scheme`, and speaks the language of the nearest `lang`: English, German, Spanish, French, Japanese or Arabic.
 *
 * @tag wm-status
 * @attr {"badge"|"bar"|"panel"} [variant=panel] - `badge` is a pill for a line of text, `bar` a strip across the page, `panel` (default) a card with everything.
 * @fires {Event} wm-connect - The visitor wants to connect a wallet. Bubbling, composed; the agent does it unless the event is cancelled.
 * @fires {Event} wm-pause - The visitor wants to pay nothing for now. As above.
 * @fires {Event} wm-resume - The visitor wants to go on paying. As above.
 * @fires {Event} wm-disconnect - The visitor takes the consent back. As above.
 * @fires {Event} wm-pay-instead - The visitor wants this page's provider to pay instead of another agent that does not. As above.
 * @fires {Event} wm-stand-aside - The visitor takes that back. As above.
 * @slot unsupported - Instead of the sentence below the state (in a badge: of the state's name) where there is no agent.
 * @slot no-provider - The same where the page names no provider.
 * @slot other-agent - The same while an extension or the browser pays.
 * @slot other-agent-waiting - The same while one is there that has not paid this page.
 * @slot connecting - The same while the provider is asked.
 * @slot not-connected - The same where no wallet is connected.
 * @slot ready - The same where there is nothing to pay.
 * @slot streaming - The same while payments stream.
 * @slot paused - The same while the visitor has paused.
 * @slot hidden - The same while the page is hidden.
 * @slot out-of-funds - The same while the budget is used up.
 * @slot error - The same when something goes wrong.
 * @csspart indicator - The dot whose colour follows the state.
 * @csspart state - The state in words.
 * @csspart detail - The sentence below it.
 * @csspart problem - One error: what happened and what to do.
 * @csspart note - What is to be said of another agent that is there, too.
 * @csspart totals - The list of what was sent, one item per currency.
 * @csspart sparkline - What was sent in the last five minutes.
 * @csspart budget - Budget, what is spent of it, rate and renewal.
 * @csspart meter - How much of the budget is spent.
 * @csspart rate - What may be spent in an hour.
 * @csspart links - The links of the page, which can be opened.
 * @csspart link - One of them.
 * @csspart button - Connect, pause or resume; and disconnect.
 * @csspart disconnect - Disconnect.
 * @csspart persona - In a sandbox that plays one: the choice of personas.
 * @cssprop [--wm-status-background] - Background of the card.
 * @cssprop [--wm-status-color] - Colour of the text.
 * @cssprop [--wm-status-muted-color] - Colour of the secondary text.
 * @cssprop [--wm-status-border-color] - Colour of the lines.
 * @cssprop [--wm-status-accent-color] - The dot while payments stream, the sparkline, the meter, the button that connects, and the focus ring.
 * @cssprop [--wm-status-on-accent-color] - Text on the accent colour.
 * @cssprop [--wm-status-radius] - Rounding of the corners.
 * @cssprop [--wm-status-font] - Font family.
 */
export class WmStatus extends PortableElement {
  static override styles = styles;
  static override properties = {
    variant: { reflect: true, useDefault: true },
    source: { attribute: false },
    words: { attribute: false },
    clock: { attribute: false },
  };

  /** How much is shown. */
  declare variant: Variant;
  /** Whose state is shown. Default: `document.monetization`. */
  declare source: AgentStateSource | undefined;
  /** What is said, for a translation of your own. Default: that of the nearest `lang`. */
  declare words: Words | undefined;
  /** Paces the announcements and the sparkline. */
  declare clock: Clock;

  #followed: AgentStateSource | undefined;
  #panel: Panel | null | undefined;
  readonly #pace = new Pace();
  readonly #refresh = (): void => this.requestUpdate();
  readonly #events = new PaymentEvents(this.#refresh);
  readonly #announcements = new Announcements(
    (text) => this.#speak(text),
    () => this.clock,
  );
  readonly #language = new FollowedLanguage(this, () => {
    this.#announcements.forget(); // The same in other words is no news.
    this.#refresh();
  });

  constructor() {
    super();
    this.variant = 'panel';
    this.clock = systemClock;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#language.start();
    this.#events.start();
    this.#follow();
    // An agent whose script comes later than this element is there by then.
    window.addEventListener('load', this.#follow);
    document.addEventListener(STATE_SOURCE_CHANGE, this.#follow);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener('load', this.#follow);
    document.removeEventListener(STATE_SOURCE_CHANGE, this.#follow);
    this.#language.stop();
    this.#events.stop();
    this.#announcements.stop();
    this.#panel?.forget();
    this.#followed?.removeEventListener('agentstatechange', this.#refresh);
    this.#followed = undefined;
  }

  protected override async scheduleUpdate(): Promise<void> {
    try {
      // Not first something else: what is around would move.
      if (!this.hasUpdated) await this.#language.loading;
      if (this.#panel === undefined && (variantOf(this.variant) === 'panel' || this.#state?.otherAgent)) {
        this.#panel = await loadPanel((css) => this.addStyles(css), this.clock, this.#refresh);
      }
      await this.#pace.next();
      await super.scheduleUpdate();
    } catch (cause) {
      // A state that cannot be shown: whoever made it may want to know, and the page goes on.
      console.warn('[wm-status]', cause);
    }
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('source') && this.isConnected) this.#follow();
  }

  protected override updated(): void {
    if (!this.isConnected) return; // Removed while this was drawn: nobody hears it.
    const { words = this.#language.current[0] } = this;
    const note = this.#panel?.noteOf(this.#state, words);
    this.#announcements.announce(announcementOf(this.#state, words, note));
  }

  protected override render(): TemplateResult {
    const { words = this.#language.current[0] } = this;
    const [state, variant] = [this.#state, variantOf(this.variant)];
    const locale = this.words?.lang ?? this.#language.current[1];
    const view: View = {
      ...{ variant, state, words, locale, name: stateNameOf(state), receiverOf },
      write: (amount) => writeAmount(amount, locale),
      sentencesOf: (error) => sentencesOf(error, words),
      waitOf: (session) => waitOf(session, words, locale),
      amountsOf: (href) => this.#events.amountsOf(href),
      ask: this.#ask,
    };
    return html`${renderCard(view, this.#panel)}
      <div class="unseen" role="status" lang=${words.lang}></div>`;
  }

  get #state(): AgentState | undefined {
    return this.#followed?.agentState ?? this.#events.stateOfOther();
  }

  readonly #follow = (): void => {
    const source = this.source ?? findStateSource();
    if (source === this.#followed) return;
    this.#followed?.removeEventListener('agentstatechange', this.#refresh);
    this.#followed = source;
    this.#panel?.forget();
    source?.addEventListener('agentstatechange', this.#refresh);
    this.#refresh();
  };

  readonly #ask = (action: Action): void => {
    // Also where the page has put something else in the place of `Event`.
    const NativeEvent = document.createEvent('Event').constructor as typeof Event;
    const options = { bubbles: true, composed: true, cancelable: true };
    if (!this.dispatchEvent(new NativeEvent(eventTypeOf(action), options))) return;
    this.#followed?.[action]?.();
    // Its own button is about to go.
    if (action === 'disconnect') this.renderRoot.querySelector('button')?.focus();
  };

  #speak(text: string): void {
    const region = this.renderRoot.querySelector('[role=status]');
    if (region) region.textContent = text;
  }
}
