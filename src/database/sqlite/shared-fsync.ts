/**
 * Shares fsyncs. A call during a running fsync waits for the next one, because the running one may have begun
 * before the caller's commit.
 * After a failure all calls fail: the kernel reports a lost page only once, and later writes depend on it.
 */
export function createSharedFsync(fsync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      running = fsync();
      return running;
    });
    return next;
  };
}
