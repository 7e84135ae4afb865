import { createHmac, timingSafeEqual } from 'node:crypto';

/** The response to a page's previous tick. */
export interface LastTick {
  /** When it was sent, in milliseconds since 1970. */
  at: number;
  /** How long the page had to wait, in milliseconds. */
  wait: number;
}

/**
 * Signed tokens that distinguish the pages sharing one key and connection. Each tick's response carries a
 * token, and the page returns it with its next tick. No other page has it.
 */
export interface VisibleTimeTokens {
  issue(connection: string, lastTick: LastTick): string;
  /** Returns null if the token was not issued for this connection. */
  verify(connection: string, token: string | undefined): LastTick | null;
}

export function isVisibleTimeToken(text: string): boolean {
  return /^[0-9a-z]{1,12}-[0-9a-z]{1,12}\.[\w-]{43}$/.test(text);
}

/**
 * Creates tokens that need no storage. Nodes with a common secret verify each other's tokens.
 * @param secrets the first signs, all verify.
 */
export function createVisibleTimeTokens(secrets: readonly [Buffer, ...Buffer[]]): VisibleTimeTokens {
  const macOf = (secret: Buffer, connection: string, content: string) =>
    createHmac('sha256', secret).update(`mark:${connection}:${content}`).digest();
  return {
    issue(connection, { at, wait }) {
      const content = `${at.toString(36)}-${wait.toString(36)}`;
      return `${content}.${macOf(secrets[0], connection, content).toString('base64url')}`;
    },
    verify(connection, text = '') {
      const [content = '', mac = ''] = text.split('.');
      const received = Buffer.from(mac, 'base64url');
      const isValid = secrets.some((secret) => {
        const expected = macOf(secret, connection, content);
        return expected.length === received.length && timingSafeEqual(expected, received);
      });
      if (!isValid) return null;
      const [at = NaN, wait = NaN] = content.split('-').map((number) => parseInt(number, 36));
      return { at, wait };
    },
  };
}
