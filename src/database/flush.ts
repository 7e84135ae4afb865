/**
 * Shares fsyncs: a call during one waits for the next, for the one under way may have begun too early for it.
 * After a failure all fail: the kernel tells of a lost page once, and what comes later rests on it.
 */
export function createFlush(sync: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;
  return () => {
    next ??= running.then(() => {
      next = undefined;
      running = sync();
      return running;
    });
    return next;
  };
}
