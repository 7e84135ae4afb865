import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** How long a nonce is good for: short, so that a proof made ahead and carried away is soon worthless (RFC 9449 §11.2). */
const NONCE_LIFETIME = 120_000;

export interface NonceIssuer {
  /** The current nonce, good for one to two minutes. */
  issue(): string;
  isCurrent(nonce: string): boolean;
}

// https://www.rfc-editor.org/rfc/rfc9449.html#section-8
/** Nonces that need no storage: a time slot and its MAC. All nodes that share `secret` accept each other's. */
export function createNonceIssuer(now: () => number, secret = randomBytes(32)): NonceIssuer {
  const nonceOfSlot = (slot: number) =>
    createHmac('sha256', secret).update(`dpop-nonce:${slot}`).digest('base64url');
  const currentSlot = () => Math.floor(now() / (NONCE_LIFETIME / 2));
  let issued = { slot: NaN, nonce: '' };
  return {
    issue() {
      const slot = currentSlot();
      if (issued.slot !== slot) issued = { slot, nonce: nonceOfSlot(slot) };
      return issued.nonce;
    },
    isCurrent(nonce) {
      const slot = currentSlot();
      return isEqual(nonce, nonceOfSlot(slot)) || isEqual(nonce, nonceOfSlot(slot - 1));
    },
  };
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
