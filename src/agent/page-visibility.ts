export interface PageVisibility {
  readonly visible: boolean;
  /** Calls back after each change, until the returned function is called. */
  observe(changed: () => void): () => void;
}

// A page that is prerendered is hidden too: https://wicg.github.io/nav-speculation/prerendering.html
// https://html.spec.whatwg.org/multipage/interaction.html#page-visibility
export function pageVisibility(document: Document): PageVisibility {
  return {
    get visible() {
      return document.visibilityState === 'visible';
    },
    observe(changed) {
      document.addEventListener('visibilitychange', changed);
      return () => document.removeEventListener('visibilitychange', changed);
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
