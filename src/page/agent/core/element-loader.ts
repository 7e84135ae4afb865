const ELEMENTS = ['status', 'flow'] as const;
/** The variants of `<wm-status>` that do not show the panel. */
const COMPACT_VARIANT = /^(badge|bar)$/;

/** A file `wm-<name>.js` of an element. */
export type ElementFile = (typeof ELEMENTS)[number] | 'status.panel';

/**
 * Returns a scan that calls `load` once for each of `<wm-status>` and `<wm-flow>` used but not defined. The
 * panel of `<wm-status>` loads beside the element, which would request it only when its own file has loaded.
 */
export function createElementLoader(document: Document, load: (name: ElementFile) => void): () => void {
  const pending = new Set(ELEMENTS);

  return () => {
    for (const name of pending) {
      const tag = `wm-${name}`;
      const [first] = document.getElementsByTagNameNS('*', tag);
      if (!first) continue;
      pending.delete(name);
      if (document.defaultView?.customElements.get(tag)) continue;
      load(name);
      if (name === 'status' && !COMPACT_VARIANT.test(first.getAttribute('variant') ?? ''))
        load('status.panel');
    }
  };
}
