import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * Lifetime of a nonce. It is short, so that a proof that was created in advance and stolen soon expires (RFC
 * 9449 §11.2).
 */
const NONCE_LIFETIME_MS = 120_000;

export interface NonceIssuer {
  /** The current nonce. It is valid for one to two minutes. */
  issue(): string;
  isCurrent(nonce: string): boolean;
}

// https://www.rfc-editor.org/rfc/rfc9449.html#section-8
/**
 * Stateless nonces: a time slot and its MAC. All nodes that share a secret accept each other's nonces,
 * including those of a node whose clock is up to a minute ahead.
 * @param secrets the first one issues nonces. The others verify nonces of nodes during a change of the secret
 * key.
 */
export function createNonceIssuer(
  now: () => number,
  secrets: readonly [Buffer, ...Buffer[]] = [randomBytes(32)],
): NonceIssuer {
  const currentSlot = () => Math.floor(now() / (NONCE_LIFETIME_MS / 2));
  let issued = { slot: NaN, nonce: '' };
  return {
    issue() {
      const slot = currentSlot();
      if (issued.slot !== slot) issued = { slot, nonce: nonceOfSlot(secrets[0], slot) };
      return issued.nonce;
    },
    isCurrent(nonce) {
      const slot = currentSlot();
      return secrets.some((secret) =>
        [slot, slot - 1, slot + 1].some((near) => isEqual(nonce, nonceOfSlot(secret, near))),
      );
    },
  };
}

function nonceOfSlot(secret: Buffer, slot: number): string {
  return createHmac('sha256', secret).update(`dpop-nonce:${slot}`).digest('base64url');
}

function isEqual(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
