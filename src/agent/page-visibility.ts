export interface PageVisibility {
  readonly visible: boolean;
  /** Listens, again if need be: `document.open()` removes the listeners of a document and its window. */
  listen(): void;
  /** Calls back after each change, until the returned function is called. */
  observe(changed: () => void): () => void;
}

// A page that is prerendered is hidden too: https://wicg.github.io/nav-speculation/prerendering.html
// https://html.spec.whatwg.org/multipage/interaction.html#page-visibility
export function pageVisibility(document: Document): PageVisibility {
  const observers = new Set<() => void>();
  let told = document.visibilityState;
  const tell = (): void => {
    told = document.visibilityState;
    for (const changed of [...observers]) changed();
  };
  const listen = (): void => {
    document.addEventListener('visibilitychange', tell);
    // What changed while nobody listened.
    if (document.visibilityState !== told) tell();
  };
  return {
    get visible() {
      return document.visibilityState === 'visible';
    },
    listen,
    observe(changed) {
      observers.add(changed);
      listen();
      return () => {
        observers.delete(changed);
        if (observers.size === 0) document.removeEventListener('visibilitychange', tell);
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
