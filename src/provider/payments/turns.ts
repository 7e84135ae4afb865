import type { StoredSession } from '../sessions.js';

/** Who is told to come back at the same moment arrives within this time, in milliseconds. */
const GRACE = 100;
/** How soon to ask again after another one was let go first. */
export const NEXT_AFTER_OTHERS = 100;
/** A session whose page asks for nothing for so long has lost its place. */
const FORGOTTEN_AFTER = 10 * 60_000;
/** Connections; the one that began first is forgotten, and its turns begin anew. */
const MOST = 20_000;

type Waiting = Pick<StoredSession, 'id' | 'connection_id' | 'created_at'>;

interface Turn {
  /** When it had its last turn, or began to wait for the first. */
  since: number;
  asksAt: number;
}

/**
 * Whose turn it is among the links and tabs that share a connection: who was paid longest ago, or has waited longest for the first time. Chance would
 * favour whoever asks a moment earlier, always the same one. Each node knows those that ask it; how much is paid does not depend on it.
 */
export interface Turns {
  /** True: another one comes first, and is about to ask. */
  isAnothers(session: Waiting, now: number): boolean;
  /** @param next milliseconds after which it asks again; null: nobody knows whether it does. @param hadTurn it was paid, or could not be. */
  asked(session: Waiting, now: number, next: number | null, hadTurn: boolean): void;
  /** It asks no more. */
  forget(session: Pick<Waiting, 'id' | 'connection_id'>): void;
}

export function createTurns(): Turns {
  const connections = new Map<string, Map<string, Turn>>();

  function turnsOf(connection: string): Map<string, Turn> {
    const known = connections.get(connection);
    if (known) return known;
    if (connections.size >= MOST) connections.delete(connections.keys().next().value as string);
    const turns = new Map<string, Turn>();
    connections.set(connection, turns);
    return turns;
  }

  return {
    isAnothers({ id, connection_id, created_at }, now) {
      const turns = connections.get(connection_id);
      if (!turns) return false;
      const mine = turns.get(id)?.since ?? Number(created_at);
      for (const [other, { since, asksAt }] of turns)
        if (other !== id && since < mine && Math.abs(asksAt - now) <= GRACE) return true;
      return false;
    },
    asked({ id, connection_id, created_at }, now, next, hadTurn) {
      const turns = turnsOf(connection_id);
      const known = turns.get(id);
      if (!known)
        for (const [other, { asksAt }] of turns) if (asksAt < now - FORGOTTEN_AFTER) turns.delete(other);
      const since = hadTurn ? now : (known?.since ?? Number(created_at));
      turns.set(id, { since, asksAt: next === null ? now - 2 * GRACE : now + next });
    },
    forget({ id, connection_id }) {
      const turns = connections.get(connection_id);
      turns?.delete(id);
      if (turns?.size === 0) connections.delete(connection_id);
    },
  };
}
