import type { Platform } from './platform.js';

const ATTRIBUTES = ['rel', 'href', 'disabled', 'crossorigin', 'type', 'name', 'content'];

/** After this many records, or calls, the page is busy building itself. */
const MANY_RECORDS = 250;
const MANY_CALLS = 20;
/** And is left alone for so many milliseconds. */
const REST = 50;

export interface DocumentObserver {
  /** Scans now, for those who cannot wait until the page has come to rest. */
  scan(): void;
  disconnect(): void;
}

/**
 * Calls `scan` now and at most once per microtask after the document has changed. A record costs as much as the insertion that it tells of,
 * so while a page inserts in bulk nobody records: `scan` compares states and finds afterwards what it would have found in between.
 */
export function observeDocument(document: Document, platform: Platform, scan: () => void): DocumentObserver {
  let records = 0;
  let calls = 0;
  let resting = false;
  let timer: number | null = null;
  const observer = new MutationObserver((batch) => {
    records += batch.length;
    calls += 1;
    resting = records > MANY_RECORDS || calls > MANY_CALLS;
    if (resting) observer.disconnect();
    else scan();
    timer ??= platform.setTimeout(comeToRest, REST);
  });

  function observe(): void {
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: ATTRIBUTES,
    });
    scan();
  }

  function comeToRest(): void {
    timer = null;
    records = calls = 0;
    if (resting) observe();
    resting = false;
  }

  observe();
  return {
    scan,
    disconnect() {
      observer.disconnect();
      if (timer !== null) platform.clearTimeout(timer);
    },
  };
}
