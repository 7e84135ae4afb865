/** A link of a page that is looked at. */
export interface OpenLink {
  readonly session: string;
  readonly connection: string;
  readonly site: string;
  /** As its page writes it. */
  readonly href: string;
  /** What the wallet calls it. */
  readonly walletAddress: string;
}

export interface OpenLinks {
  opened(link: OpenLink): void;
  /** @param next milliseconds after which the page comes again. */
  ticked(session: string, next: number): void;
  closed(session: string): void;
  find(session: string): OpenLink | undefined;
  /** Those whose page has ticked when it should, the newest first. */
  list(): OpenLink[];
}

/** A page may be late, for it is one of many in a browser. */
const LATE = 5_000;
/** The oldest are forgotten first; whoever has more is no developer with a few pages. */
const MOST = 1_000;

/**
 * Closed pages seldom manage to say goodbye, and hidden ones do not tick: what is looked at is known by its ticks alone. A page ticks for one link
 * after the other, so each comes as often less as there are others.
 */
export function createOpenLinks(now: () => number): OpenLinks {
  const links = new Map<string, { link: OpenLink; until: number }>();
  const areOpen = () => [...links.values()].filter(({ until }) => now() < until).map(({ link }) => link);
  return {
    opened(link) {
      links.set(link.session, { link, until: now() + LATE });
      for (const session of links.keys()) if (links.size > MOST) links.delete(session);
    },
    ticked(session, next) {
      const known = links.get(session);
      if (!known) return;
      const { connection } = known.link;
      const turns = areOpen().filter((other) => other.connection === connection).length;
      known.until = now() + next * Math.max(1, turns) + LATE;
    },
    closed: (session) => void links.delete(session),
    find: (session) => links.get(session)?.link,
    list: () => areOpen().reverse(),
  };
}
