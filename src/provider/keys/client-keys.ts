import { existsSync, readFileSync } from 'node:fs';
import { type Repeat, repeatByTimer } from '../repeat.js';
import type { Services } from '../services.js';
import { type ClientKey, generateClientKey } from './client-key.js';
import {
  insertClientKey,
  openClientKey,
  publishedKeys,
  readClientKeys,
  sealClientKey,
  signingKey,
} from './stored-client-keys.js';

/** How often a node looks whether there is a new key. */
export const REFRESH = 30_000;

/** The keys of all nodes of one database. */
export interface ClientKeys {
  /** What to sign with. */
  readonly current: ClientKey;
  /** The public halves that wallets may have to verify with: during a rotation two. */
  published(): Promise<ClientKey['jwk'][]>;
  /** Looks whether there is a new key to sign with. Goes on by itself. */
  refresh(): Promise<void>;
  close(): void;
}

/**
 * @param file an older provider's key (PEM), taken over by a database that has none.
 * @throws Error when the key in the database was sealed with another secret key.
 */
export async function openClientKeys(
  { database, write, secrets, now, log }: Pick<Services, 'database' | 'write' | 'secrets' | 'now' | 'log'>,
  file: string | null,
  repeat: Repeat = repeatByTimer,
): Promise<ClientKeys> {
  if ((await readClientKeys(database)).length === 0) {
    const pem = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : generateClientKey();
    const first = { ...(await sealClientKey(secrets, pem)), generation: 0n, signs_from: 0n };
    // Of several nodes that start at once, one node's key is taken by all.
    await write((transaction) => insertClientKey(transaction, first));
  }
  let current = await openClientKey(secrets, signingKey(await readClientKeys(database), now()));

  async function refresh(): Promise<void> {
    const signing = signingKey(await readClientKeys(database), now());
    if (signing.kid !== current.keyId) current = await openClientKey(secrets, signing);
  }

  const close = repeat(() => {
    refresh().catch((error: unknown) => log.error({ err: error }, 'the client keys could not be read'));
  }, REFRESH);

  return {
    get current() {
      return current;
    },
    async published() {
      const stored = publishedKeys(await readClientKeys(database), now());
      const opened = await Promise.allSettled(stored.map((key) => openClientKey(secrets, key)));
      return opened.flatMap((key, index) => {
        if (key.status === 'fulfilled') return [key.value.jwk];
        // It is no reason to keep the others from the wallets.
        log.error({ err: key.reason as unknown, kid: stored[index]?.kid }, 'a client key does not open');
        return [];
      });
    },
    refresh,
    close,
  };
}
