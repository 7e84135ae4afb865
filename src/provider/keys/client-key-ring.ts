import { existsSync, readFileSync } from 'node:fs';
import { type Repeat, repeatByTimer } from '../core/repeat.js';
import type { Services } from '../core/services.js';
import type { SecretBox } from './secret-box.js';
import type { ClientKey } from './client-key.js';
import { generateEd25519KeyPair } from './generate-ed25519-key-pair.js';
import {
  insertClientKey,
  openClientKey,
  selectPublishedKeys,
  readClientKeys,
  sealClientKey,
  selectSigningKey,
} from './client-key-store.js';

/** How often a node checks for a new key. */
export const REFRESH_INTERVAL_MS = 30_000;

/** The client keys that all nodes of one database share. */
export interface ClientKeyRing {
  /** The key that signs requests. */
  readonly current: ClientKey;
  /** The public keys that wallets may need for verification. Two during a rotation. */
  published(): Promise<ClientKey['jwk'][]>;
  /** Checks for a new signing key. Also runs automatically, at an interval. */
  refresh(): Promise<void>;
  close(): void;
}

/**
 * Reads the client keys from the database and creates the first one if necessary.
 * @param file PEM file with the key of an earlier version. Used if the database has no key.
 * @throws Error if the key in the database was encrypted with another secret key.
 */
export async function openClientKeyRing(
  {
    database,
    write,
    secrets,
    now,
    log,
  }: Pick<Services, 'database' | 'write' | 'now' | 'log'> & { secrets: SecretBox },
  file: string | null,
  repeat: Repeat = repeatByTimer,
): Promise<ClientKeyRing> {
  if ((await readClientKeys(database)).length === 0) {
    const pem = file !== null && existsSync(file) ? readFileSync(file, 'utf8') : generateEd25519KeyPair();
    const first = { ...(await sealClientKey(secrets, pem)), generation: 0n, signs_from: 0n };
    // If several nodes start at the same time, all use the key that is stored first.
    await write((transaction) => insertClientKey(transaction, first));
  }
  let current = await openClientKey(secrets, selectSigningKey(await readClientKeys(database), now()));

  async function refresh(): Promise<void> {
    const signing = selectSigningKey(await readClientKeys(database), now());
    if (signing.kid !== current.keyId) current = await openClientKey(secrets, signing);
  }

  const close = repeat(() => {
    refresh().catch((error: unknown) => log.error({ err: error }, 'the client keys could not be read'));
  }, REFRESH_INTERVAL_MS);

  return {
    get current() {
      return current;
    },
    async published() {
      const stored = selectPublishedKeys(await readClientKeys(database), now());
      const opened = await Promise.allSettled(stored.map((key) => openClientKey(secrets, key)));
      return opened.flatMap((key, index) => {
        if (key.status === 'fulfilled') return [key.value.jwk];
        // The other keys are still published.
        log.error(
          { err: key.reason as unknown, kid: stored[index]?.kid },
          'a client key cannot be decrypted',
        );
        return [];
      });
    },
    refresh,
    close,
  };
}
