import type { Payment } from '../protocol/relay-messages.js';
import type { CurrencyTotal } from './state.js';

const KEY = 'wm-polyfill';

/** What one link was told last, and until when (milliseconds since the epoch) the visitor has paid for it. */
interface Told {
  payment: Payment;
  amountSent: CurrencyTotal;
  until: number;
}

/** Of one page in one tab. */
interface Kept {
  path: string;
  told: Record<string, Told>;
}

/**
 * Remembers the last payment to each link over a reload. The visitor has paid for the interval already and does not pay again,
 * but the page, which has forgotten, is told once more.
 */
export class Replay {
  readonly #storage: Storage | null;
  readonly #former: Record<string, Told>;
  #told: Record<string, Told> = {};

  constructor(window: Window) {
    this.#storage = storageOf(window);
    this.#former =
      this.#storage && isSamePageAgain(window) ? read(this.#storage, window.location.pathname) : {};
  }

  /** The payment that the page before this one was told of, if it still holds. Each is given out once. */
  take(href: string, now: number): Told | null {
    const told = this.#former[href];
    delete this.#former[href];
    return told && now < told.until ? told : null;
  }

  keep(href: string, told: Told): void {
    delete this.#former[href];
    this.#told[href] = told;
    try {
      const kept: Kept = { path: location.pathname, told: this.#told };
      this.#storage?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full. A reload will wait for its first event then.
    }
  }
}

function storageOf(window: Window): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    // Sandboxed, or switched off by the visitor.
    return null;
  }
}

function read(storage: Storage, path: string): Record<string, Told> {
  try {
    const kept = JSON.parse(storage.getItem(KEY) ?? '') as Kept;
    return kept.path === path ? Object(kept.told) : {};
  } catch {
    return {};
  }
}

// A visitor who has been elsewhere in between comes back to be paid for anew.
function isSamePageAgain({ performance, document, location }: Window): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'navigate') return navigation?.type === 'reload';
  const [from] = document.referrer.split(/[?#]/, 1);
  return from === location.origin + location.pathname;
}
