/** Longer than the lifetime of a nonce: an older proof is already rejected because of its nonce. */
const GENERATION_MS = 200_000;
/**
 * If a generation exceeds this size, the oldest generation is dropped early. 100,000 entries take about 15
 * MB.
 */
const MAX_GENERATION_PROOFS = 100_000;

export interface ReplayGuard {
  /** True only the first time that a proof is seen. */
  isFirstUse(sessionKey: string, jti: string): boolean | Promise<boolean>;
}

// https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1
/** For a single node. Keeps two generations of proofs: dropping the older set bounds memory. */
export function createReplayGuard(now: () => number): ReplayGuard {
  let current = new Set<string>();
  let previous = new Set<string>();
  let generationStartedAt = now();
  return {
    isFirstUse(sessionKey, jti) {
      if (now() - generationStartedAt > GENERATION_MS || current.size >= MAX_GENERATION_PROOFS) {
        [previous, current, generationStartedAt] = [current, new Set(), now()];
      }
      const proof = `${sessionKey} ${jti}`;
      if (current.has(proof) || previous.has(proof)) return false;
      current.add(proof);
      return true;
    },
  };
}
