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
  readonly #window: Window;
  /** Of the page as it was loaded, whatever it pushes into the history since. */
  readonly #path: string;
  #former: Record<string, Told> | undefined;
  readonly #told = new Map<string, Told>();

  constructor(window: Window) {
    this.#window = window;
    this.#path = window.location.pathname;
  }

  /** The payment that the page before this one was told of, if it still holds. Each is given out once. */
  take(href: string, now: number): Told | null {
    this.#former ??= readFormer(this.#window, this.#path);
    const told = this.#former[href];
    delete this.#former[href];
    return told && now < told.until ? told : null;
  }

  keep(href: string, told: Told, now: number): void {
    // This payment is newer than what the page before knew.
    this.take(href, now);
    for (const [former, { until }] of this.#told) if (until < now) this.#told.delete(former);
    this.#told.set(href, told);
    try {
      const kept: Kept = { path: location.pathname, told: Object.fromEntries(this.#told) };
      storageOf(this.#window)?.setItem(KEY, JSON.stringify(kept));
    } catch {
      // Full. A reload will wait for its first event then.
    }
  }
}

// Read before the first payment is kept, which takes its place.
function readFormer(window: Window, path: string): Record<string, Told> {
  const storage = storageOf(window);
  return storage && isSamePageAgain(window, path) ? read(storage, path) : {};
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
function isSamePageAgain({ performance, document, location }: Window, path: string): boolean {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  if (navigation?.type !== 'navigate') return navigation?.type === 'reload';
  const [from] = document.referrer.split(/[?#]/, 1);
  return from === location.origin + path;
}
