/** Runs `work` unless the same is already running, and then waits for that one's result instead. */
export type SingleFlight = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export function createSingleFlight(): SingleFlight {
  const running = new Map<string, Promise<unknown>>();
  return <Result>(key: string, work: () => Promise<Result>) => {
    // One key names one kind of work, so whoever finds it running wants the same type of result.
    const found = running.get(key) as Promise<Result> | undefined;
    if (found) return found;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
