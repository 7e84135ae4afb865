import type { AgentSession, AgentState, CurrencyTotal } from '../agent/state.js';
import { Totals } from '../protocol/totals.js';

/** Open Payments allows an asset scale of 255. */
const DECIMAL = /^\d{1,99}(\.\d{1,255})?$/;
const NO_TOTALS: readonly CurrencyTotal[] = [];

/** As agents of any age fire them. */
interface PaymentEvent extends Event {
  readonly amountSent: { readonly currency: unknown; readonly value: unknown };
  readonly walletAddress?: unknown;
  readonly paymentPointer?: unknown;
}

/** What `monetization` events tell, whoever fires them: totals, and who was paid by which link. */
export class PaymentEvents {
  readonly #totals = new Totals();
  readonly #links = new Map<string, { walletAddress: string; totals: Totals }>();
  readonly #changed: () => void;

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  start(): void {
    // On the way down, because a page may stop it on its way up.
    addEventListener('monetization', this.#hear, true);
  }

  stop(): void {
    removeEventListener('monetization', this.#hear, true);
  }

  amountsOf(href: string): readonly CurrencyTotal[] {
    return this.#links.get(href)?.totals.list() ?? NO_TOTALS;
  }

  /** What can be known of an agent that tells no state. */
  stateOfOther(): AgentState | undefined {
    if (this.#links.size === 0 && !isSupported()) return undefined;
    return {
      status: 'other-agent',
      pausedBy: null,
      persona: null,
      otherAgent: this.#links.size > 0 ? 'paying' : 'waiting',
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

  readonly #hear = (event: Event): void => {
    try {
      const { amountSent, walletAddress, paymentPointer } = event as PaymentEvent;
      const total = { currency: String(amountSent.currency), value: String(amountSent.value) };
      if (!DECIMAL.test(total.value)) return;
      const { href } = event.target as Partial<HTMLLinkElement>;
      const receiver = String(walletAddress ?? paymentPointer ?? href);
      const key = typeof href === 'string' ? href : receiver;
      const link = this.#links.get(key) ?? { walletAddress: receiver, totals: new Totals() };
      this.#links.set(key, link);
      link.totals.add(total);
      this.#totals.add(total);
      this.#changed();
    } catch {
      // No payment that anybody could read: the business of who fired it.
    }
  };
}

function isSupported(): boolean {
  return document.createElement('link').relList.supports?.('monetization') ?? false;
}
