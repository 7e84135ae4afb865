import type { Services } from '../services.js';
import { generateClientKey } from './client-key.js';
import { REFRESH } from './client-keys.js';
import {
  insertClientKey,
  isSealedWithNewest,
  lockClientKeys,
  publishedKeys,
  sealClientKey,
} from './stored-client-keys.js';

/** By then every node has seen that there is a new key. */
const SIGNS_AFTER = 2 * REFRESH;

/**
 * Makes a new key for all nodes of this database: published at once, signing after a minute; an hour later the old one is published no more.
 * While one is on its way to sign, there is no second.
 * @throws Error before the provider's first start, and while the secret key is being changed.
 * @returns the `kid` of the key that signs next.
 */
export async function rotateClientKey({
  write,
  secrets,
  now,
}: Pick<Services, 'write' | 'secrets' | 'now'>): Promise<string> {
  const made = await sealClientKey(secrets, generateClientKey());
  return write(async (transaction) => {
    const keys = await lockClientKeys(transaction);
    const newest = keys[0];
    if (!newest) throw new Error('There is no client key yet: start the provider once.');
    if (newest.signs_from > BigInt(now())) return newest.kid;
    // A key that only this process can open would leave the nodes without one.
    if (!isSealedWithNewest(secrets, newest))
      throw new Error('The secret key is being changed. Finish that first: reseal the secrets.');
    const oldest = publishedKeys(keys, now()).at(-1) ?? newest;
    await transaction.deleteFrom('client_key').where('generation', '<', oldest.generation).execute();
    const generation = newest.generation + 1n;
    await insertClientKey(transaction, { ...made, generation, signs_from: BigInt(now() + SIGNS_AFTER) });
    return made.kid;
  });
}
