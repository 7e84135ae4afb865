import { LRUCache } from 'lru-cache';
import type { StoredSession } from '../../core/sessions.js';

/** Ticks that are scheduled for the same time arrive within this time. */
const GRACE_PERIOD_MS = 100;
/** Retry delay for a session that yielded to another one. */
export const YIELD_DELAY_MS = 100;
/** A session without a tick for this long is removed. */
const IDLE_TIMEOUT_MS = 10 * 60_000;
/** At this limit the longest unused connection is removed, and its sessions are scheduled from scratch. */
const MAX_CONNECTIONS = 20_000;

type ScheduledSession = Pick<StoredSession, 'id' | 'connection_id' | 'created_at'>;

interface SchedulerEntry {
  /** When the session was last served, or created if it was never served. Milliseconds since 1970. */
  lastServedAt: number;
  nextTickAt: number;
}

/**
 * Schedules the sessions (links and tabs) that share a connection: the session that was served longest ago
 * comes first. Without it, the page that happens to tick a moment earlier would always win. The state is
 * local to a node. It affects which session is paid, never the amount.
 */
export interface FairScheduler {
  /** True if another session has priority and is about to tick. */
  shouldYield(session: ScheduledSession, now: number): boolean;
  /**
   * @param nextTickInMs milliseconds until the session's next tick, or null if it may not come back.
   * @param wasServed true if the session was paid or its payment failed.
   */
  recordTick(session: ScheduledSession, now: number, nextTickInMs: number | null, wasServed: boolean): void;
  /** Removes a session that has ended. */
  remove(session: Pick<ScheduledSession, 'id' | 'connection_id'>): void;
}

export function createFairScheduler(): FairScheduler {
  const connections = new LRUCache<string, Map<string, SchedulerEntry>>({ max: MAX_CONNECTIONS });

  function entriesOf(connection: string): Map<string, SchedulerEntry> {
    const known = connections.get(connection);
    if (known) return known;
    const entries = new Map<string, SchedulerEntry>();
    connections.set(connection, entries);
    return entries;
  }

  return {
    shouldYield({ id, connection_id, created_at }, now) {
      const entries = connections.get(connection_id);
      if (!entries) return false;
      const ownLastServedAt = entries.get(id)?.lastServedAt ?? Number(created_at);
      for (const [other, { lastServedAt, nextTickAt }] of entries)
        if (other !== id && lastServedAt < ownLastServedAt && Math.abs(nextTickAt - now) <= GRACE_PERIOD_MS)
          return true;
      return false;
    },
    recordTick({ id, connection_id, created_at }, now, next, wasServed) {
      const entries = entriesOf(connection_id);
      const known = entries.get(id);
      if (!known)
        for (const [other, { nextTickAt }] of entries)
          if (nextTickAt < now - IDLE_TIMEOUT_MS) entries.delete(other);
      const lastServedAt = wasServed ? now : (known?.lastServedAt ?? Number(created_at));
      entries.set(id, { lastServedAt, nextTickAt: next === null ? now - 2 * GRACE_PERIOD_MS : now + next });
    },
    remove({ id, connection_id }) {
      const entries = connections.get(connection_id);
      entries?.delete(id);
      if (entries?.size === 0) connections.delete(connection_id);
    },
  };
}
