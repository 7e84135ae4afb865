import type { Platform } from '../core/platform.js';

const OBSERVED_ATTRIBUTES = ['rel', 'href', 'disabled', 'crossorigin', 'type', 'name', 'content'];

/** With more mutation records than this, the page counts as busy. */
const MAX_BURST_RECORDS = 250;
/** A call of the observer costs about as much as this many records. */
const RECORDS_PER_CALL = 12;
/** How long the counts run, and how long a busy page is not observed. */
const QUIET_PERIOD_MS = 50;

export interface DocumentObserver {
  disconnect(): void;
}

/**
 * Calls `scan` now, and after changes of the document at most once per microtask. A mutation record costs
 * about as much as the insertion itself, so observing pauses while the page inserts in bulk. `scan` compares
 * states, so one scan afterwards finds the same links.
 */
export function observeDocument(document: Document, platform: Platform, scan: () => void): DocumentObserver {
  let records = 0;
  let timer: number | undefined;
  const observer = new MutationObserver((batch) => {
    records += batch.length + RECORDS_PER_CALL;
    if (records > MAX_BURST_RECORDS) observer.disconnect();
    else scan();
    timer ??= platform.setTimeout(resumeObserving, QUIET_PERIOD_MS);
  });

  function observe(): void {
    observer.observe(document, {
      subtree: true,
      childList: true,
      attributes: true,
      attributeFilter: OBSERVED_ATTRIBUTES,
    });
    scan();
  }

  function resumeObserving(): void {
    if (records > MAX_BURST_RECORDS) observe();
    records = 0;
    timer = undefined;
  }

  observe();
  return {
    disconnect() {
      observer.disconnect();
      if (timer !== undefined) platform.clearTimeout(timer);
    },
  };
}
