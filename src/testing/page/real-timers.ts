import { capturePlatform, LONGEST_DELAY, type Platform } from '../../agent/platform.js';

/** What fake timers replace, and the agent needs. */
export interface Timers {
  readonly setTimeout: typeof globalThis.setTimeout;
  readonly clearTimeout: typeof globalThis.clearTimeout;
  readonly Date: DateConstructor;
}

/** `@sinonjs/fake-timers`, also as Vitest, Jest and Sinon bring it along, keeps what it has replaced by this name. */
interface FakeClock {
  readonly _setTimeout?: Timers['setTimeout'];
  readonly _clearTimeout?: Timers['clearTimeout'];
  readonly _Date?: DateConstructor;
}

/** The platform's own timers, although a test may have put fake ones in their place already: `vi.useFakeTimers()`, Playwright's `page.clock`. */
export function realTimers(): Timers {
  const { __pwClock } = globalThis as { __pwClock?: { builtins?: Timers } };
  const { setTimeout, clearTimeout, Date } = __pwClock?.builtins ?? globalThis;
  return {
    setTimeout: clockOf(setTimeout)?._setTimeout ?? setTimeout,
    clearTimeout: clockOf(clearTimeout)?._clearTimeout ?? clearTimeout,
    Date: clockOf(Date)?._Date ?? Date,
  };
}

/** With them. */
export function captureRealPlatform(): Platform {
  const { setTimeout, clearTimeout, Date } = realTimers();
  return {
    ...capturePlatform(),
    now: Date.now,
    setTimeout: (steps, delay) => setTimeout.call(globalThis, steps, Math.min(delay, LONGEST_DELAY)),
    clearTimeout: (timer) => clearTimeout.call(globalThis, timer),
  };
}

function clockOf(fake: unknown): FakeClock | undefined {
  return (fake as { clock?: FakeClock }).clock;
}

/**
 * While this classic script runs, and only for it, the global timers are the real ones: the copy of wm.js in there captures them, and goes on
 * although the page's clock stands.
 */
export function lendTimers(script: Element, timers: Timers): void {
  const place = globalThis as Record<string, unknown>;
  const lent = Object.entries(timers).map(([name, real]) => {
    let value = place[name];
    const { enumerable = false } = Object.getOwnPropertyDescriptor(place, name) ?? {};
    const shared = { configurable: true, enumerable };
    Object.defineProperty(place, name, {
      ...shared,
      get: () => (document.currentScript === script ? (real as unknown) : value),
      set: (given: unknown) => (value = given),
    });
    return () => Object.defineProperty(place, name, { ...shared, value, writable: true });
  });
  const takeBack = (): void => lent.splice(0).forEach((end) => void end());
  if (script.hasAttribute('src'))
    for (const type of ['load', 'error']) script.addEventListener(type, takeBack, { once: true });
  else document.addEventListener('readystatechange', takeBack, { once: true });
}
