import type { Selectable } from 'kysely';
import type { ClientKeyTable } from '../schema.js';
import type { Reader, Transaction } from '../services.js';
import { type ClientKey, parseClientKey } from './client-key.js';
import type { SecretBox } from './secret-box.js';

/** How long an old key stays published after the new one signs: longer than any node needs to notice. */
const GRACE = 60 * 60_000;

export type StoredClientKey = Selectable<ClientKeyTable>;

/** The newest first. */
export function readClientKeys(reader: Reader): Promise<StoredClientKey[]> {
  return reader.selectFrom('client_key').selectAll().orderBy('generation', 'desc').execute();
}

/** As above; nobody else changes them until the transaction ends. */
export function lockClientKeys(transaction: Transaction): Promise<StoredClientKey[]> {
  return transaction.selectFrom('client_key').selectAll().orderBy('generation', 'desc').forUpdate().execute();
}

/** A key of a generation that is there already is not taken. */
export async function insertClientKey(transaction: Transaction, key: StoredClientKey): Promise<void> {
  await transaction
    .insertInto('client_key')
    .values(key)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** @param keys the newest first. */
export function signingKey(keys: StoredClientKey[], now: number): StoredClientKey {
  const signing = keys.find(({ signs_from }) => signs_from <= BigInt(now)) ?? keys.at(-1);
  if (!signing) throw new Error('There is no client key in the database any more.');
  return signing;
}

/** Those that a wallet may have to verify with: all whose successor has not been signing for long. */
export function publishedKeys(keys: StoredClientKey[], now: number): StoredClientKey[] {
  return keys.filter((_, index) => {
    const successor = keys[index - 1];
    return !successor || successor.signs_from + BigInt(GRACE) > BigInt(now);
  });
}

export async function sealClientKey(
  secrets: SecretBox,
  pem: string,
): Promise<{ kid: string; private_key: string }> {
  const { keyId: kid } = await parseClientKey(pem);
  return { kid, private_key: secrets.seal(pem, contextOf(kid)) };
}

/** @throws Error when it was sealed with another secret key. */
export async function openClientKey(
  secrets: SecretBox,
  { kid, private_key }: StoredClientKey,
): Promise<ClientKey> {
  let pem: string;
  try {
    pem = secrets.open(private_key, contextOf(kid));
  } catch (cause) {
    throw new Error(
      'The client key in the database was sealed with another secret key. Give every node the same.',
      { cause },
    );
  }
  return parseClientKey(pem);
}

/** Whether it is sealed with the newest secret key. @throws Error when with none of ours. */
export function isSealedWithNewest(secrets: SecretBox, { kid, private_key }: StoredClientKey): boolean {
  return secrets.reseal(private_key, contextOf(kid)) === null;
}

function contextOf(kid: string): string {
  return `client_key ${kid} private_key`;
}
