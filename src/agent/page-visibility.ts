export interface PageVisibility {
  readonly visible: boolean;
  /** Listens, again if need be: `document.open()` removes the listeners of a document and its window. */
  listen(): void;
  /** Calls back after each change, until the returned function is called. */
  observe(changed: () => void): () => void;
}

// https://wicg.github.io/page-lifecycle/#mod-discarding (freeze and resume)
const EVENTS = ['visibilitychange', 'freeze', 'resume'];

// A page that is prerendered, in a tab opened in the background, or in the back/forward cache, is hidden too.
// https://html.spec.whatwg.org/multipage/interaction.html#page-visibility
export function pageVisibility(document: Document): PageVisibility {
  const observers = new Set<() => void>();
  let frozen = false;
  const isVisible = (): boolean => !frozen && document.visibilityState === 'visible';
  let told = isVisible();
  const tell = (event?: Event): void => {
    if (event) frozen = event.type === 'freeze';
    if (isVisible() === told) return;
    told = !told;
    for (const changed of [...observers]) changed();
  };
  return {
    get visible() {
      return isVisible();
    },
    listen() {
      for (const type of EVENTS) document.addEventListener(type, tell);
      // What changed while nobody listened.
      tell();
    },
    observe(changed) {
      observers.add(changed);
      this.listen();
      return () => {
        observers.delete(changed);
        if (observers.size > 0) return;
        for (const type of EVENTS) document.removeEventListener(type, tell);
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
