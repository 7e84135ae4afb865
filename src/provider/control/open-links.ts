/** A link of a visible page. */
export interface OpenLink {
  readonly session: string;
  readonly connection: string;
  readonly site: string;
  /** The `href` as the page has it. */
  readonly href: string;
  /** The `id` in the wallet address response. */
  readonly walletAddress: string;
}

export interface OpenLinks {
  add(link: OpenLink): void;
  /** @param next milliseconds until the next tick of the page. */
  recordTick(session: string, next: number): void;
  remove(session: string): void;
  find(session: string): OpenLink | undefined;
  /** Links whose page ticked on time, newest first. */
  list(): OpenLink[];
}

/** Ticks may be late: the browser throttles timers when many pages are open. */
const TICK_GRACE_PERIOD_MS = 5_000;
/** The oldest entries are evicted first. A developer seldom has this many pages. */
const MAX_LINKS = 1_000;

/**
 * The open links of visible pages, as inferred from ticks: closed pages often cannot notify the provider, and
 * hidden pages do not tick. A page ticks for one link after the other, so the expected interval grows with
 * the number of links.
 */
export function createOpenLinks(now: () => number): OpenLinks {
  const links = new Map<string, { link: OpenLink; until: number }>();
  const listOpen = () => [...links.values()].filter(({ until }) => now() < until).map(({ link }) => link);
  return {
    add(link) {
      links.set(link.session, { link, until: now() + TICK_GRACE_PERIOD_MS });
      for (const session of links.keys()) if (links.size > MAX_LINKS) links.delete(session);
    },
    recordTick(session, next) {
      const known = links.get(session);
      if (!known) return;
      const { connection } = known.link;
      const linksOfConnection = listOpen().filter((other) => other.connection === connection).length;
      known.until = now() + next * Math.max(1, linksOfConnection) + TICK_GRACE_PERIOD_MS;
    },
    remove: (session) => void links.delete(session),
    find: (session) => links.get(session)?.link,
    list: () => listOpen().reverse(),
  };
}
