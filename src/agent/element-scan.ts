const ELEMENTS = ['status', 'flow'] as const;

/** Looks for `<wm-status>` and `<wm-flow>` in the document and, when nobody has defined one, has the file loaded that does. */
export function createElementScan(
  document: Document,
  load: (name: (typeof ELEMENTS)[number]) => void,
): () => void {
  const wanted = new Set(ELEMENTS);

  return () => {
    for (const name of wanted) {
      const tag = `wm-${name}`;
      if (!document.getElementsByTagNameNS('*', tag)[0]) continue;
      wanted.delete(name);
      if (!document.defaultView?.customElements.get(tag)) load(name);
    }
  };
}
