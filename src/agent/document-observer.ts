const ATTRIBUTES = ['rel', 'href', 'disabled', 'crossorigin', 'type'];

/** Calls `scan` now, and at most once per microtask after the document has changed. Returns the end of it. */
export function observeDocument(document: Document, scan: () => void): () => void {
  // The records stay unread: looking at them is what makes an observer expensive on a page that inserts much.
  const observer = new MutationObserver(scan);
  observer.observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
  scan();
  return () => observer.disconnect();
}
