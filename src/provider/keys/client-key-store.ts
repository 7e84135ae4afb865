import type { Selectable } from 'kysely';
import type { ClientKeyTable } from '../core/database-schema.js';
import type { ProviderReader, Transaction } from '../core/services.js';
import { type ClientKey, parseClientKey } from './client-key.js';
import type { SecretBox } from './secret-box.js';

/** How long an old key stays published after its successor starts to sign. All nodes switch earlier. */
const GRACE_PERIOD_MS = 60 * 60_000;

export type StoredClientKey = Selectable<ClientKeyTable>;

/** Reads the stored keys, newest first. */
export function readClientKeys(reader: ProviderReader): Promise<StoredClientKey[]> {
  return reader.selectFrom('client_key').selectAll().orderBy('generation', 'desc').execute();
}

/** As `readClientKeys`, but locks the rows until the transaction ends. */
export function lockClientKeys(transaction: Transaction): Promise<StoredClientKey[]> {
  return transaction.selectFrom('client_key').selectAll().orderBy('generation', 'desc').forUpdate().execute();
}

/** Does nothing if a key of the same generation exists. */
export async function insertClientKey(transaction: Transaction, key: StoredClientKey): Promise<void> {
  await transaction
    .insertInto('client_key')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * @param keys newest first.
 * @throws Error if there is no key.
 */
export function selectSigningKey(keys: StoredClientKey[], now: number): StoredClientKey {
  const signing = keys.find(({ signs_from }) => signs_from <= BigInt(now)) ?? keys.at(-1);
  if (!signing) throw new Error('The database no longer contains a client key.');
  return signing;
}

/**
 * Selects the keys that wallets may still need for verification.
 * @param keys newest first.
 */
export function selectPublishedKeys(keys: StoredClientKey[], now: number): StoredClientKey[] {
  return keys.filter((_, index) => {
    const successor = keys[index - 1];
    return !successor || successor.signs_from + BigInt(GRACE_PERIOD_MS) > BigInt(now);
  });
}

export async function sealClientKey(
  secrets: SecretBox,
  pem: string,
): Promise<{ kid: string; private_key: string }> {
  const { keyId: kid } = await parseClientKey(pem);
  return { kid, private_key: secrets.seal(pem, sealContext(kid)) };
}

/** @throws Error if the key was encrypted with another secret key. */
export async function openClientKey(
  secrets: SecretBox,
  { kid, private_key }: StoredClientKey,
): Promise<ClientKey> {
  let pem: string;
  try {
    pem = secrets.open(private_key, sealContext(kid));
  } catch (cause) {
    throw new Error(
      'The client key was encrypted with another secret key. Use the same secret key on every node.',
      { cause },
    );
  }
  return parseClientKey(pem);
}

/**
 * Whether the key is encrypted with the newest secret key.
 * @throws Error if none of the secret keys decrypts it.
 */
export function isSealedWithNewest(secrets: SecretBox, { kid, private_key }: StoredClientKey): boolean {
  return secrets.reseal(private_key, sealContext(kid)) === null;
}

function sealContext(kid: string): string {
  return `client_key ${kid} private_key`;
}
