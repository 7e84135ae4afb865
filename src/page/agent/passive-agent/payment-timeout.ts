import type { PageVisibility } from '../core/page-visibility.js';
import type { Platform } from '../core/platform.js';

/** A native agent that is set up pays within this time. */
const PAYMENT_TIMEOUT_MS = 30_000;

export interface PaymentTimeout {
  /** Checks again whether there is a link to pay. */
  update(): void;
  stop(): void;
}

/**
 * Calls `onTimeout` after 30 seconds of visible time in which the page had a monetization link that the
 * native agent had not refused by an `error` event.
 */
export function watchPaymentTimeout(
  platform: Platform,
  visibility: PageVisibility,
  onTimeout: () => void,
): PaymentTimeout {
  const refused = new WeakSet<EventTarget>();
  let remaining = PAYMENT_TIMEOUT_MS;
  let startedAt = 0;
  let timer: number | null = null;

  const hasLink = (): boolean =>
    [...document.querySelectorAll('link[rel~="monetization" i][href]:not([disabled])')].some(
      (link) => !refused.has(link),
    );

  function update(): void {
    const isCounting = visibility.visible && hasLink();
    if (isCounting === (timer !== null)) return;
    if (timer === null) {
      startedAt = platform.now();
      timer = platform.setTimeout(onTimeout, remaining);
    } else {
      pause(timer);
    }
  }

  function pause(running: number): void {
    platform.clearTimeout(running);
    timer = null;
    remaining -= Math.max(0, platform.now() - startedAt);
  }

  function process({ type, target }: Event): void {
    if (!(target instanceof HTMLLinkElement)) return;
    if (type === 'error') refused.add(target);
    else refused.delete(target);
    update();
  }

  // `load` events of elements do not propagate to the window.
  for (const type of ['load', 'error']) document.addEventListener(type, process, true);
  const stopObserving = visibility.observe(update);
  return {
    update,
    stop() {
      if (timer !== null) pause(timer);
      for (const type of ['load', 'error']) document.removeEventListener(type, process, true);
      stopObserving();
    },
  };
}
