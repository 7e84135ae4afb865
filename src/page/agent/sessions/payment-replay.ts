import type { Payment } from '../../../protocol/relay-messages.js';
import type { CurrencyTotal } from '../../../protocol/currency-totals.js';

const STORAGE_KEY = 'wm-polyfill';

/** The last payment to one link. Until `until` (milliseconds since the epoch) the visitor has paid for it. */
interface ReplayedPayment {
  payment: Payment;
  amountSent: CurrencyTotal;
  until: number;
}

/** The payments of one page in one tab. */
interface StoredReplay {
  path: string;
  payments: Record<string, ReplayedPayment>;
}

/**
 * Keeps the last payment to each link across a reload. The visitor has already paid for the interval and does
 * not pay again. The reloaded page has lost its state, so it receives the event again.
 */
export class PaymentReplay {
  readonly #window: Window;
  /** The path at load time. `pushState` may have changed `location` since. */
  readonly #path: string;
  #previous: Record<string, ReplayedPayment> | undefined;
  readonly #payments = new Map<string, ReplayedPayment>();

  constructor(window: Window) {
    this.#window = window;
    this.#path = window.location.pathname;
  }

  /** Returns, once, the payment that the page received before the reload, if its interval has not ended. */
  take(href: string, now: number): ReplayedPayment | null {
    this.#previous ??= readPreviousPage(this.#window, this.#path);
    const payment = this.#previous[href];
    delete this.#previous[href];
    return payment && now < payment.until ? payment : null;
  }

  keep(href: string, latest: ReplayedPayment, now: number): void {
    // Discard the payment from before the reload, because this one is newer.
    this.take(href, now);
    for (const [former, { until }] of this.#payments) if (until < now) this.#payments.delete(former);
    this.#payments.set(href, latest);
    try {
      const kept: StoredReplay = { path: location.pathname, payments: Object.fromEntries(this.#payments) };
      storageOf(this.#window)?.setItem(STORAGE_KEY, JSON.stringify(kept));
    } catch {
      // The storage is full. After a reload, the first event comes with the next payment.
    }
  }
}

// Must run before the first `keep()`, which overwrites the stored value.
function readPreviousPage(window: Window, path: string): Record<string, ReplayedPayment> {
  const storage = storageOf(window);
  return storage && isReloadOfPage(window, path) ? parseStoredReplay(storage, path) : {};
}

function storageOf(window: Window): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    // Sandboxed frame, or storage disabled by the visitor.
    return null;
  }
}

function parseStoredReplay(storage: Storage, path: string): Record<string, ReplayedPayment> {
  try {
    const stored = JSON.parse(storage.getItem(STORAGE_KEY) ?? '') as StoredReplay;
    return stored.path === path ? Object(stored.payments) : {};
  } catch {
    return {};
  }
}

// True for a reload, and for a link or form that leads to the same page. A visitor who was on another page in
// between pays again.
function isReloadOfPage({ performance, document, location }: Window, path: string): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'navigate') return navigation?.type === 'reload';
  const [from] = document.referrer.split(/[?#]/, 1);
  return from === location.origin + path;
}
