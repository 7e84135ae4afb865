import { capturePlatform, type Platform } from '../../page/agent/core/platform.js';

/** The functions that the agent needs and that fake timers replace. */
export interface NativeTimers {
  readonly setTimeout: typeof globalThis.setTimeout;
  readonly clearTimeout: typeof globalThis.clearTimeout;
  readonly Date: DateConstructor;
}

/** `@sinonjs/fake-timers` (used by Vitest, Jest and Sinon) keeps the replaced functions under these names. */
interface FakeClock {
  readonly _setTimeout?: NativeTimers['setTimeout'];
  readonly _clearTimeout?: NativeTimers['clearTimeout'];
  readonly _Date?: DateConstructor;
}

/** The native timers, even if a test has replaced them (`vi.useFakeTimers()`, Playwright's `page.clock`). */
export function realTimers(): NativeTimers {
  const { __pwClock } = globalThis as { __pwClock?: { builtins?: NativeTimers } };
  const { setTimeout, clearTimeout, Date } = __pwClock?.builtins ?? globalThis;
  return {
    setTimeout: fakeClockOf(setTimeout)?._setTimeout ?? setTimeout,
    clearTimeout: fakeClockOf(clearTimeout)?._clearTimeout ?? clearTimeout,
    Date: fakeClockOf(Date)?._Date ?? Date,
  };
}

/** The platform with {@link realTimers}. */
export function captureRealPlatform(): Platform {
  const { setTimeout, clearTimeout, Date } = realTimers();
  return {
    ...capturePlatform(),
    now: Date.now,
    setTimeout: (steps, delay) => setTimeout.call(globalThis, steps, delay),
    clearTimeout: (timer) => clearTimeout.call(globalThis, timer),
  };
}

function fakeClockOf(fake: unknown): FakeClock | undefined {
  return (fake as { clock?: FakeClock }).clock;
}

/**
 * Exposes the native timers as globals to this classic script, only while it runs. Its copy of wm.js captures
 * them, so it continues while the page's fake clock is stopped.
 */
export function exposeRealTimers(script: Element, timers: NativeTimers): void {
  const globals = globalThis as Record<string, unknown>;
  const restorers = Object.entries(timers).map(([name, real]) => {
    let value = globals[name];
    const { enumerable = false } = Object.getOwnPropertyDescriptor(globals, name) ?? {};
    const shared = { configurable: true, enumerable };
    Object.defineProperty(globals, name, {
      ...shared,
      get: () => (document.currentScript === script ? (real as unknown) : value),
      set: (newValue: unknown) => (value = newValue),
    });
    return () => Object.defineProperty(globals, name, { ...shared, value, writable: true });
  });
  const restore = (): void => restorers.splice(0).forEach((end) => void end());
  if (script.hasAttribute('src'))
    for (const type of ['load', 'error']) script.addEventListener(type, restore, { once: true });
  else document.addEventListener('readystatechange', restore, { once: true });
}
