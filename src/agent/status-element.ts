const TAG = 'wm-status';

/** Looks for `<wm-status>` in the document and, when nobody has defined it, has the file loaded that does. */
export function createStatusElementScan(document: Document, load: () => void): () => void {
  const elements = document.getElementsByTagName(TAG);
  let done = false;

  return () => {
    if (done || elements.length === 0) return;
    done = true;
    if (!document.defaultView?.customElements.get(TAG)) load();
  };
}
