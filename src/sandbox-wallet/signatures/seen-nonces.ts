/** Nonces of signatures that are still fresh. Kept in memory: a restart forgets the last minutes, which a sandbox can bear. */
export interface SeenNonces {
  /** Remembers the nonce; false when it had been seen. */
  add(client: string, nonce: string, now: number): boolean;
}

export function createSeenNonces(lifetime: number): SeenNonces {
  const seen = new Map<string, number>();
  return {
    add(client, nonce, now) {
      // A Map keeps insertion order, so the oldest are in front.
      for (const [key, until] of seen) {
        if (until > now) break;
        seen.delete(key);
      }
      const key = JSON.stringify([client, nonce]);
      if (seen.has(key)) return false;
      seen.set(key, now + lifetime);
      return true;
    },
  };
}
