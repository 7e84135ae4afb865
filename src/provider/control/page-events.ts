import type { ConnectionState } from '../../protocol/relay-messages.js';

/**
 * An event in an open page, as far as the provider knows. The names equal those of the events in the page.
 */
export type PageEvent = PageEventSource &
  (
    | { event: 'connection'; state: ConnectionState }
    | { event: 'load' | 'end' }
    | { event: 'monetization'; amount: string; currency: string; incomingPayment: string }
    | { event: 'error'; code: string; message: string; fix: string }
  );

interface PageEventSource {
  /** ISO 8601 instant. */
  at: string;
  /** The page's origin. */
  site: string;
  /** The link's `href`, if the event concerns a link. */
  link?: string;
}

type WithoutTime<Event> = Event extends PageEvent ? Omit<Event, 'at'> : never;

/** A {@link PageEvent} without the time, which is added on publication. */
export type NewPageEvent = WithoutTime<PageEvent>;

export interface PageEventStream {
  publish(event: NewPageEvent): void;
  /** @returns a function that unsubscribes. */
  subscribe(listener: (event: PageEvent) => void): () => void;
}

export function createPageEventStream(now: () => number): PageEventStream {
  const listeners = new Set<(event: PageEvent) => void>();
  return {
    publish(event) {
      if (listeners.size === 0) return;
      const published = { at: new Date(now()).toISOString(), ...event };
      for (const listener of [...listeners]) listener(published);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
