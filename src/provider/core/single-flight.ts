/** Runs `work`. If work with the same key is already running, returns that result instead. */
export type SingleFlight = <Result>(key: string, work: () => Promise<Result>) => Promise<Result>;

export function createSingleFlight(): SingleFlight {
  const running = new Map<string, Promise<unknown>>();
  return <Result>(key: string, work: () => Promise<Result>) => {
    // A key identifies one kind of work, so the result type is the same.
    const found = running.get(key) as Promise<Result> | undefined;
    if (found) return found;
    const started = work().finally(() => running.delete(key));
    running.set(key, started);
    return started;
  };
}
