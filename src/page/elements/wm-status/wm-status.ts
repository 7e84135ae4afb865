import { html, type CSSResult, type TemplateResult } from 'lit';
import type { AgentState, AgentStateSource } from '../../agent/state/state.js';
import { PortableElement } from '../portable-element.js';
import { SourceObserver } from '../source-observer.js';
import { requestAction } from './actions.js';
import { Announcements } from './announcements.js';
import { systemClock, type Clock } from './core/clock.js';
import { renderCard } from './card.js';
import { LocaleObserver } from './locale-observer.js';
import { PanelLoader } from './panel-loader.js';
import { RenderThrottle } from './render-throttle.js';
import { MonetizationEventTracker } from './monetization-event-tracker.js';
import { formatAnnouncement } from './core/state-messages.js';
import { styles } from './styles/styles.js';
import { createView, parseVariant, type Variant } from './core/view.js';
import type { Action, StateName, Messages } from './core/messages.js';

export type { Action, Clock, StateName, Variant, Messages };

/**
 * Shows the state of the page's agent, with buttons to connect a wallet, pause, resume and disconnect. For
 * other agents (browser extensions), it shows the totals of their events. A label marks a sandbox. It follows
 * `color-scheme` and the nearest `lang`: Arabic, English, French, German, Japanese or Spanish.
 *
 * @tag wm-status
 * @attr {"badge"|"bar"|"panel"} [variant=panel] - A pill in a text, a strip, or a full card.
 * @fires {Event} wm-connect - The visitor wants to connect a wallet. Bubbles, composed, cancelable.
 * @fires {Event} wm-pause - The visitor wants to pause payments. Bubbles, composed, cancelable.
 * @fires {Event} wm-resume - The visitor wants to resume payments. Bubbles, composed, cancelable.
 * @fires {Event} wm-disconnect - The visitor withdraws the consent. Bubbles, composed, cancelable.
 * @fires {Event} wm-pay-instead - The visitor chooses this page's provider. Bubbles, composed, cancelable.
 * @fires {Event} wm-become-passive - The visitor chooses the other agent. Bubbles, composed, cancelable.
 * @slot unsupported - Replaces the detail text (in a badge: the state) if there is no agent.
 * @slot no-provider - The same, if the page has no provider.
 * @slot native-agent - The same, while an extension or the browser pays.
 * @slot native-agent-waiting - The same, if an extension or the browser has not paid this page yet.
 * @slot connecting - The same, while the agent contacts the provider.
 * @slot not-connected - The same, if no wallet is connected.
 * @slot ready - The same, if there is nothing to pay.
 * @slot streaming - The same, while payments are sent.
 * @slot paused - The same, while the visitor has paused payments.
 * @slot hidden - The same, while the page is hidden.
 * @slot out-of-funds - The same, if the budget is used up.
 * @slot error - The same, after an error.
 * @csspart indicator - The dot that shows the state as a colour.
 * @csspart state - The title of the state.
 * @csspart detail - The detail text below it.
 * @csspart problem - One error with its fix.
 * @csspart note - The note about another agent.
 * @csspart totals - The sent amounts, one item per currency.
 * @csspart sparkline - The payments of the last five minutes.
 * @csspart budget - The budget, its spent part, the rate and the renewal.
 * @csspart meter - The spent part of the budget.
 * @csspart rate - The maximum amount per hour.
 * @csspart links - The expandable list of the page's links.
 * @csspart link - One link of that list.
 * @csspart button - Each button.
 * @csspart disconnect - The button that disconnects.
 * @csspart persona - The persona selection in a sandbox.
 * @cssprop [--wm-status-background] - Background of the card.
 * @cssprop [--wm-status-color] - Colour of the text.
 * @cssprop [--wm-status-muted-color] - Colour of the secondary text.
 * @cssprop [--wm-status-border-color] - Colour of the lines.
 * @cssprop [--wm-status-accent-color] - Colour of the streaming dot, charts, connect button and focus ring.
 * @cssprop [--wm-status-on-accent-color] - Colour of text on the accent colour.
 * @cssprop [--wm-status-radius] - Rounding of the corners.
 * @cssprop [--wm-status-font] - Font family.
 */
export class WmStatus extends PortableElement {
  static override styles: CSSResult[] = styles;
  static override properties = {
    variant: { reflect: true, useDefault: true },
    source: { attribute: false },
    messages: { attribute: false },
    clock: { attribute: false },
  };

  /** The variant of the element. */
  declare variant: Variant;
  /** The source of the state. Default: `document.monetization`. */
  declare source: AgentStateSource | undefined;
  /** All texts, for custom translations. Default: the language of the nearest `lang`. */
  declare messages: Messages | undefined;
  /** The clock of announcements and sparkline. */
  declare clock: Clock;

  readonly #loader = new PanelLoader(this, (css) => this.addStyles(css));
  readonly #throttle = new RenderThrottle();
  readonly #refresh = (): void => this.requestUpdate();
  readonly #observer = new SourceObserver<AgentStateSource>(this, {
    eventType: 'agentstatechange',
    onEvent: this.#refresh,
    onSourceChange: () => {
      this.#loader.panel?.reset();
      this.#refresh();
    },
  });
  readonly #eventTracker = new MonetizationEventTracker(this, this.#refresh);
  readonly #announcements = new Announcements(this);
  readonly #locale = new LocaleObserver(this, () => {
    this.#announcements.reset(); // A translated state is not a new state.
    this.#refresh();
  });

  constructor() {
    super();
    this.variant = 'panel';
    this.clock = systemClock;
  }

  protected override async scheduleUpdate(): Promise<void> {
    try {
      // The first rendering waits for the texts, to prevent a layout shift. They load beside the panel.
      if (!this.hasUpdated) await Promise.all([this.#locale.loading, this.#loader.load(this.#state)]);
      // Meanwhile, the state may have changed to one that needs the panel.
      await this.#loader.load(this.#state);
      await this.#throttle.ready();
      await super.scheduleUpdate();
    } catch (cause) {
      // A custom source may have an invalid state. The page must continue.
      console.warn('[wm-status]', cause);
    }
  }

  protected override updated(): void {
    if (!this.isConnected) return; // Removed during the update.
    const { messages = this.#locale.current[0] } = this;
    const note = this.#loader.panel?.formatNativeAgentNote(this.#state, messages);
    this.#announcements.announce(formatAnnouncement(this.#state, messages, note));
  }

  protected override render(): TemplateResult {
    const { messages = this.#locale.current[0] } = this;
    const [state, variant] = [this.#state, parseVariant(this.variant)];
    const locale = this.messages?.lang ?? this.#locale.current[1];
    const view = createView({
      ...{ variant, state, messages, locale },
      amountsOf: (href) => this.#eventTracker.amountsOf(href),
      requestAction: (action) => requestAction(this, action, this.#observer.current),
    });
    return html`${renderCard(view, this.#loader.panel)}
      <div class="visually-hidden" role="status" lang=${messages.lang}></div>`;
  }

  get #state(): AgentState | undefined {
    return this.#observer.current?.agentState ?? this.#eventTracker.nativeAgentState();
  }
}
