import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { AgentSession, AgentState, CurrencyTotal } from '../../agent/state/state.js';
import { CurrencyTotals } from '../../../protocol/currency-totals.js';

/** Open Payments allows an asset scale of 255. */
const DECIMAL = /^\d{1,99}(\.\d{1,255})?$/;
const NO_TOTALS: readonly CurrencyTotal[] = [];

/** The events of current and older agents. */
interface PaymentEvent extends Event {
  readonly amountSent: { readonly currency: unknown; readonly value: unknown };
  readonly walletAddress?: unknown;
  readonly paymentPointer?: unknown;
}

/** Collects totals and paid links from the `monetization` events of any agent. */
export class MonetizationEventTracker implements ReactiveController {
  readonly #totals = new CurrencyTotals();
  readonly #links = new Map<string, { walletAddress: string; totals: CurrencyTotals }>();
  readonly #onChange: () => void;

  constructor(host: ReactiveControllerHost, onChange: () => void) {
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    // Captures, because the page may stop the propagation.
    addEventListener('monetization', this.#onMonetization, true);
  }

  hostDisconnected(): void {
    removeEventListener('monetization', this.#onMonetization, true);
  }

  amountsOf(href: string): readonly CurrencyTotal[] {
    return this.#links.get(href)?.totals.list() ?? NO_TOTALS;
  }

  /** The state of an agent that does not expose its state, derived from its events. */
  nativeAgentState(): AgentState | undefined {
    if (this.#links.size === 0 && !isSupported()) return undefined;
    return {
      status: 'native-agent',
      pausedBy: null,
      persona: null,
      nativeAgent: this.#links.size > 0 ? 'paying' : 'waiting',
      provider: null,
      sandbox: false,
      error: null,
      totals: this.#totals.list(),
      sessions: [...this.#links].map(([href, { walletAddress }]): AgentSession => ({
        href,
        walletAddress,
        status: 'active',
        incomingPayment: null,
        dueIn: null,
        error: null,
      })),
      connection: null,
    };
  }

  readonly #onMonetization = (event: Event): void => {
    try {
      const { amountSent, walletAddress, paymentPointer } = event as PaymentEvent;
      const total = { currency: String(amountSent.currency), value: String(amountSent.value) };
      if (!DECIMAL.test(total.value)) return;
      const { href } = event.target as Partial<HTMLLinkElement>;
      const receiver = String(walletAddress ?? paymentPointer ?? href);
      const key = typeof href === 'string' ? href : receiver;
      const link = this.#links.get(key) ?? { walletAddress: receiver, totals: new CurrencyTotals() };
      this.#links.set(key, link);
      link.totals.add(total);
      this.#totals.add(total);
      this.#onChange();
    } catch {
      // Not a valid event. Its dispatcher is responsible for it.
    }
  };
}

function isSupported(): boolean {
  return document.createElement('link').relList.supports?.('monetization') ?? false;
}
