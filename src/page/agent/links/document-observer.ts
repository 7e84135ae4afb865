import type { Platform } from '../core/platform.js';

const OBSERVED_ATTRIBUTES = ['rel', 'href', 'disabled', 'crossorigin', 'type', 'name', 'content'];

/** With more mutation records or observer calls than this, the page counts as busy. */
const MAX_BURST_RECORDS = 250;
const MAX_BURST_CALLS = 20;
/** How long the counts run, and how long a busy page is not observed. */
const QUIET_PERIOD_MS = 50;

export interface DocumentObserver {
  /** Scans now, even while the observer is paused. */
  scan(): void;
  disconnect(): void;
}

/**
 * Calls `scan` now, and after changes of the document at most once per microtask. A mutation record costs
 * about as much as the insertion itself, so observing pauses while the page inserts in bulk. `scan` compares
 * states, so one scan afterwards finds the same links.
 */
export function observeDocument(document: Document, platform: Platform, scan: () => void): DocumentObserver {
  let records = 0;
  let calls = 0;
  let isPaused = false;
  let timer: number | null = null;
  const observer = new MutationObserver((batch) => {
    records += batch.length;
    calls += 1;
    isPaused = records > MAX_BURST_RECORDS || calls > MAX_BURST_CALLS;
    if (isPaused) observer.disconnect();
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
    timer = null;
    records = calls = 0;
    if (isPaused) observe();
    isPaused = false;
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
