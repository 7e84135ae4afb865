import type { Services } from '../services.js';

/** Wallets answer at their own pace, so many are asked at once. */
const AT_ONCE = 10;
/** One that is silent holds up its own payments alone, and no wallet is flooded. */
const MOST_PER_WALLET = 2;
/** Then nothing new is begun: what has failed goes behind what was not reached, in the next round. */
const ROUND = 20_000;

/** Does `work` for each of the items, the first ones first, and leaves what it does not get to. @param work throws nothing. */
export async function spreadOverWallets<T extends { resource_server: string | null }>(
  { now, stopping }: Pick<Services, 'now' | 'stopping'>,
  items: T[],
  work: (item: T) => Promise<void>,
): Promise<void> {
  const until = now() + ROUND;
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
    while (running.size < AT_ONCE && !stopping.aborted && now() < until) {
      const index = waiting.findIndex((item) => count(item.resource_server) < MOST_PER_WALLET);
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (!next) break;
      begin(next);
    }
    if (running.size === 0) return;
    await Promise.race(running);
  }
}
