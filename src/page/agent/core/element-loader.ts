const ELEMENTS = ['status', 'flow'] as const;

/** Returns a scan that calls `load` once for each of `<wm-status>` and `<wm-flow>` used but not defined. */
export function createElementLoader(
  document: Document,
  load: (name: (typeof ELEMENTS)[number]) => void,
): () => void {
  const pending = new Set(ELEMENTS);

  return () => {
    for (const name of pending) {
      const tag = `wm-${name}`;
      if (!document.getElementsByTagNameNS('*', tag)[0]) continue;
      pending.delete(name);
      if (!document.defaultView?.customElements.get(tag)) load(name);
    }
  };
}
