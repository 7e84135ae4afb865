import type { Services } from '../core/services.js';
import type { SecretBox } from './secret-box.js';
import { generateEd25519KeyPair } from './generate-ed25519-key-pair.js';
import { REFRESH_INTERVAL_MS } from './client-key-ring.js';
import {
  insertClientKey,
  isSealedWithNewest,
  lockClientKeys,
  selectPublishedKeys,
  sealClientKey,
} from './client-key-store.js';

/** By then every node has read the new key. */
const ACTIVATION_DELAY_MS = 2 * REFRESH_INTERVAL_MS;

/**
 * Creates a new client key for all nodes of this database. It is published immediately and signs after
 * `ACTIVATION_DELAY_MS`. The old key stays published for an hour. If the newest key does not sign yet, no
 * other key is created.
 * @throws Error if the database has no client key yet, or while the secret key is being rotated.
 * @returns the `kid` of the key that signs next.
 */
export async function rotateClientKey({
  write,
  secrets,
  now,
}: Pick<Services, 'write' | 'now'> & { secrets: SecretBox }): Promise<string> {
  const created = await sealClientKey(secrets, generateEd25519KeyPair());
  return write(async (transaction) => {
    const keys = await lockClientKeys(transaction);
    const newest = keys[0];
    if (!newest) throw new Error('There is no client key yet: start the provider once.');
    if (newest.signs_from > BigInt(now())) return newest.kid;
    // The other nodes may not be able to decrypt a key that this process encrypts now.
    if (!isSealedWithNewest(secrets, newest))
      throw new Error('A secret key rotation is in progress. Reseal the secrets first.');
    const oldest = selectPublishedKeys(keys, now()).at(-1) ?? newest;
    await transaction.deleteFrom('client_key').where('generation', '<', oldest.generation).execute();
    const generation = newest.generation + 1n;
    await insertClientKey(transaction, {
      ...created,
      generation,
      signs_from: BigInt(now() + ACTIVATION_DELAY_MS),
    });
    return created.kid;
  });
}
