import type { ConnectionState } from '../../protocol/relay-messages.js';

/** What has happened in an open page, as far as its provider knows. The names are those that the page's own scripts see. */
export type PageEvent = PageEventPlace &
  (
    | { event: 'connection'; state: ConnectionState }
    | { event: 'load' | 'end' }
    | { event: 'monetization'; amount: string; currency: string; incomingPayment: string }
    | { event: 'error'; code: string; message: string; fix: string }
  );

interface PageEventPlace {
  /** ISO 8601 instant. */
  at: string;
  /** The page's origin. */
  site: string;
  /** The link's `href`, where it is about one. */
  link?: string;
}

type WithoutTime<Event> = Event extends PageEvent ? Omit<Event, 'at'> : never;

/** A {@link PageEvent} of now. */
export type NewPageEvent = WithoutTime<PageEvent>;

export interface PageEvents {
  tell(event: NewPageEvent): void;
  /** @returns stops listening. */
  listen(listener: (event: PageEvent) => void): () => void;
}

export function createPageEvents(now: () => number): PageEvents {
  const listeners = new Set<(event: PageEvent) => void>();
  return {
    tell(event) {
      if (listeners.size === 0) return;
      const told = { at: new Date(now()).toISOString(), ...event };
      for (const listener of [...listeners]) listener(told);
    },
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
