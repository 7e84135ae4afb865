import type { PageVisibility } from './page-visibility.js';
import type { Platform } from './platform.js';

/** By then an agent that is set up has paid. */
const PATIENCE = 30_000;

export interface Overdue {
  /** Looks again whether there is a link to pay. */
  update(): void;
  stop(): void;
}

/** Calls back when the page has been seen for half a minute with a monetization link that the other agent has not refused. */
export function watchOverdue(platform: Platform, visibility: PageVisibility, isOverdue: () => void): Overdue {
  const refused = new WeakSet<EventTarget>();
  let remaining = PATIENCE;
  let startedAt = 0;
  let timer: number | null = null;

  const hasLink = (): boolean =>
    [...document.querySelectorAll('link[rel~="monetization" i][href]:not([disabled])')].some(
      (link) => !refused.has(link),
    );

  function update(): void {
    const counts = visibility.visible && hasLink();
    if (counts === (timer !== null)) return;
    if (timer === null) {
      startedAt = platform.now();
      timer = platform.setTimeout(isOverdue, remaining);
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

  // No `load` event comes by the window.
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
