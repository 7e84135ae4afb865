import type { Services } from './services.js';

const MAX_CONCURRENCY = 10;
/** An unresponsive wallet delays only its own payments, and no wallet is overloaded. */
const MAX_CONCURRENCY_PER_WALLET = 2;
/** No new item is started after this time. In the next round, unprocessed items come before failed ones. */
const MAX_ROUND_MS = 20_000;

/**
 * Runs `work` for each item in order, until the round's time is over or the provider shuts down.
 * Items that were not reached are skipped.
 * @param work must not throw.
 */
export async function forEachWithConcurrencyPerWallet<T extends { resource_server: string | null }>(
  { now, shutdownSignal }: Pick<Services, 'now' | 'shutdownSignal'>,
  items: T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const until = now() + MAX_ROUND_MS;
  const waiting = [...items];
  const running = new Set<Promise<void>>();
  const busy = new Map<string | null, number>();
  const count = (wallet: string | null) => busy.get(wallet) ?? 0;
  const begin = (item: T) => {
    const wallet = item.resource_server;
    busy.set(wallet, count(wallet) + 1);
    const done = work(item).finally(() => {
      busy.set(wallet, count(wallet) - 1);
      running.delete(done);
    });
    running.add(done);
  };
  for (;;) {
    while (running.size < MAX_CONCURRENCY && !shutdownSignal.aborted && now() < until) {
      const index = waiting.findIndex((item) => count(item.resource_server) < MAX_CONCURRENCY_PER_WALLET);
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (!next) break;
      begin(next);
    }
    if (running.size === 0) return;
    await Promise.race(running);
  }
}
