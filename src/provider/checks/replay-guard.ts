/** Longer than any nonce lives: by then the nonce alone refuses the proof. */
const GENERATION = 200_000;
/** Beyond this many proofs in one generation the oldest generation goes early; 100,000 entries are about 15 MB. */
const GENERATION_SIZE = 100_000;

export interface ReplayGuard {
  /** True the first time a proof is seen, false ever after. */
  isFirstUse(sessionKey: string, jti: string): boolean | Promise<boolean>;
}

// https://www.rfc-editor.org/rfc/rfc9449.html#section-11.1
/** For one node. Two generations of seen proofs, so that forgetting is dropping a set and memory stays bounded. */
export function createReplayGuard(now: () => number): ReplayGuard {
  let young = new Set<string>();
  let old = new Set<string>();
  let bornAt = now();
  return {
    isFirstUse(sessionKey, jti) {
      if (now() - bornAt > GENERATION || young.size >= GENERATION_SIZE) {
        [old, young, bornAt] = [young, new Set(), now()];
      }
      const proof = `${sessionKey} ${jti}`;
      if (young.has(proof) || old.has(proof)) return false;
      young.add(proof);
      return true;
    },
  };
}
