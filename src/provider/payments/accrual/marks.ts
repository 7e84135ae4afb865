import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a page was answered last: when (milliseconds since 1970), and how long it was told to wait. */
export interface Mark {
  at: number;
  wait: number;
}

/** Tells pages apart, which share a key and a connection: a page brings back what its last tick was answered, and no other page can. */
export interface Marks {
  write(connection: string, mark: Mark): string;
  /** Null for what is not a mark of this connection. */
  read(connection: string, mark: string | undefined): Mark | null;
}

export function isMark(text: string): boolean {
  return /^[0-9a-z]{1,12}-[0-9a-z]{1,12}\.[\w-]{43}$/.test(text);
}

/** Marks need no storage; all nodes that share a secret read each other's. @param secrets the first makes marks. */
export function createMarks(secrets: readonly [Buffer, ...Buffer[]]): Marks {
  const macOf = (secret: Buffer, connection: string, content: string) =>
    createHmac('sha256', secret).update(`mark:${connection}:${content}`).digest();
  return {
    write(connection, { at, wait }) {
      const content = `${at.toString(36)}-${wait.toString(36)}`;
      return `${content}.${macOf(secrets[0], connection, content).toString('base64url')}`;
    },
    read(connection, text = '') {
      const [content = '', mac = ''] = text.split('.');
      const given = Buffer.from(mac, 'base64url');
      const isOurs = secrets.some((secret) => {
        const own = macOf(secret, connection, content);
        return own.length === given.length && timingSafeEqual(own, given);
      });
      if (!isOurs) return null;
      const [at = NaN, wait = NaN] = content.split('-').map((number) => parseInt(number, 36));
      return { at, wait };
    },
  };
}
