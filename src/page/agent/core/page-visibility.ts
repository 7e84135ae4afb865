export interface PageVisibility {
  readonly visible: boolean;
  /** Adds the listeners. Call it again after `document.open()`, which removes all listeners. */
  listen(): void;
  /** Calls `changed` after each change. @returns a function that removes the observer. */
  observe(changed: () => void): () => void;
}

// https://wicg.github.io/page-lifecycle/#mod-discarding (freeze and resume)
const VISIBILITY_EVENTS = ['visibilitychange', 'freeze', 'resume'];

// Also hidden: a prerendered page, a page in a background tab, and a page in the back/forward cache.
// https://html.spec.whatwg.org/multipage/interaction.html#page-visibility
export function createPageVisibility(document: Document): PageVisibility {
  const observers = new Set<() => void>();
  let frozen = false;
  const isVisible = (): boolean => !frozen && document.visibilityState === 'visible';
  let lastReported = isVisible();
  const notifyObservers = (event?: Event): void => {
    if (event) frozen = event.type === 'freeze';
    if (isVisible() === lastReported) return;
    lastReported = !lastReported;
    for (const changed of [...observers]) changed();
  };
  return {
    get visible() {
      return isVisible();
    },
    listen() {
      for (const type of VISIBILITY_EVENTS) document.addEventListener(type, notifyObservers);
      // The visibility may have changed while the listeners were missing.
      notifyObservers();
    },
    observe(changed) {
      observers.add(changed);
      this.listen();
      return () => {
        observers.delete(changed);
        if (observers.size > 0) return;
        for (const type of VISIBILITY_EVENTS) document.removeEventListener(type, notifyObservers);
      };
    },
  };
}

export function whenVisible(visibility: PageVisibility): Promise<void> {
  if (visibility.visible) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = visibility.observe(() => {
      if (!visibility.visible) return;
      stop();
      resolve();
    });
  });
}
