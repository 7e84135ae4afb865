import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RelayTrace, TraceEntry } from '../../protocol/trace.js';

const MOST_ENTRIES = 200;
const MOST_PAGES = 100;
const MOST_OWNED = 1_000;

/** Who a call of a wallet is made for: one page's key at one site. What it is about is filled in while the request is worked on. */
export interface TraceContext {
  readonly page: string;
  /** Which wallet is called when the call itself does not tell. */
  readonly wallet: 'receiver' | 'visitor';
  href?: string | undefined;
}

/** What this provider asked of the wallets lately, in a sandbox only, in memory only. */
export interface Trace {
  /** Everything that `steps` does from here on is done for this page. */
  run(context: TraceContext, steps: () => void): void;
  readonly context: TraceContext | undefined;
  /** A connection or a consent is this page's. */
  own(id: string, page: string): void;
  ownerOf(id: string): string | undefined;
  begin(page: string, entry: Omit<TraceEntry, 'id' | 'at' | 'took'>): Ended;
  read(page: string, after: number): RelayTrace;
}

/** Called when the answer is here. */
export type Ended = (answer: Pick<TraceEntry, 'href' | 'status' | 'response' | 'error'>) => void;

export function createTrace(now: () => number = Date.now): Trace {
  const contexts = new AsyncLocalStorage<TraceContext>();
  const pages = new Map<string, Map<string, { entry: TraceEntry; changed: number }>>();
  const owners = new Map<string, string>();
  // A page that has seen another run of this provider must not take the one for the other.
  const run = randomUUID().slice(0, 8);
  let last = 0;

  const store = (page: string, entry: TraceEntry): void => {
    const entries = pages.get(page) ?? new Map();
    entries.set(entry.id, { entry, changed: ++last });
    forgetOldest(entries, MOST_ENTRIES);
    pages.set(page, entries);
    forgetOldest(pages, MOST_PAGES);
  };
  return {
    run: (context, steps) => contexts.run(context, steps),
    get context() {
      return contexts.getStore();
    },
    own(id, page) {
      owners.set(id, page);
      forgetOldest(owners, MOST_OWNED);
    },
    ownerOf: (id) => owners.get(id),
    begin(page, begun) {
      const entry: TraceEntry = { ...begun, id: `provider-${run}-${last + 1}`, at: now(), took: null };
      store(page, entry);
      return (answer) => store(page, { ...entry, ...answer, took: Math.max(0, now() - entry.at) });
    },
    read(page, after) {
      const all = [...(pages.get(page)?.values() ?? [])];
      // Who has seen more than there was, saw it before this provider started.
      const news = after > last ? all : all.filter(({ changed }) => changed > after);
      return { entries: news.map(({ entry }) => entry), last, now: now() };
    },
  };
}

export function forgetOldest(map: Map<unknown, unknown>, most: number): void {
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
