import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RelayTrace, TraceEntry } from '../../protocol/trace.js';

const MAX_ENTRIES = 200;
const MAX_PAGES = 100;
const MAX_OWNED_IDS = 1_000;

/** The page that wallet requests are made for. */
export interface TraceContext {
  /** The page's session key and site. */
  readonly page: string;
  /** The wallet that receives requests whose operation does not determine it. */
  readonly wallet: 'receiver' | 'visitor';
  /** The link's wallet address. Set while the request is processed. */
  href?: string | undefined;
}

/** Recent requests to wallets. Kept in memory, and only in a sandbox. */
export interface Trace {
  /** Runs `steps`. All wallet requests that it causes are assigned to the context's page. */
  run(context: TraceContext, steps: () => void): void;
  readonly context: TraceContext | undefined;
  /** Assigns a connection or grant id to a page. */
  setOwner(id: string, page: string): void;
  ownerOf(id: string): string | undefined;
  begin(page: string, entry: Omit<TraceEntry, 'id' | 'at' | 'took'>): EndTraceEntry;
  read(page: string, after: number): RelayTrace;
}

/** Completes an entry with the response. */
export type EndTraceEntry = (result: Pick<TraceEntry, 'href' | 'status' | 'response' | 'error'>) => void;

export function createTrace(now: () => number = Date.now): Trace {
  const contexts = new AsyncLocalStorage<TraceContext>();
  const pages = new Map<string, Map<string, { entry: TraceEntry; changed: number }>>();
  const owners = new Map<string, string>();
  // Makes entry ids unique across restarts of the provider.
  const run = randomUUID().slice(0, 8);
  let last = 0;

  const store = (page: string, entry: TraceEntry): void => {
    const entries = pages.get(page) ?? new Map();
    entries.set(entry.id, { entry, changed: ++last });
    evictOldest(entries, MAX_ENTRIES);
    pages.set(page, entries);
    evictOldest(pages, MAX_PAGES);
  };
  return {
    run: (context, steps) => contexts.run(context, steps),
    get context() {
      return contexts.getStore();
    },
    setOwner(id, page) {
      owners.set(id, page);
      evictOldest(owners, MAX_OWNED_IDS);
    },
    ownerOf: (id) => owners.get(id),
    begin(page, details) {
      const entry: TraceEntry = { ...details, id: `provider-${run}-${last + 1}`, at: now(), took: null };
      store(page, entry);
      return (result) => store(page, { ...entry, ...result, took: Math.max(0, now() - entry.at) });
    },
    read(page, after) {
      const all = [...(pages.get(page)?.values() ?? [])];
      // A larger `after` comes from before a restart of the provider.
      const newEntries = after > last ? all : all.filter(({ changed }) => changed > after);
      return { entries: newEntries.map(({ entry }) => entry), last, now: now() };
    },
  };
}

export function evictOldest(map: Map<unknown, unknown>, maxSize: number): void {
  const [oldest] = map.keys();
  if (map.size > maxSize && oldest !== undefined) map.delete(oldest);
}
