import { createStore, update } from 'idb-keyval';

const DATABASE = 'wm-polyfill';
const KEY = 'session-key';
/** How long to wait for the database: another tab that holds an older version open can hold it up for ever. */
const PATIENCE = 3_000;

/**
 * The key pair that tells this visitor at this site from every other. The private key cannot be exported, so a script can use
 * it only while the page is open. Kept in IndexedDB; where there is none, it lives as long as the page.
 */
export async function loadSessionKey(database = DATABASE, patience = PATIENCE): Promise<CryptoKeyPair> {
  const tooLate = new Promise<undefined>((resolve) => setTimeout(resolve, patience));
  const kept = loadKeptKey(database).catch(() => undefined);
  return (await Promise.race([kept, tooLate])) ?? generateSessionKey();
}

async function loadKeptKey(database: string): Promise<CryptoKeyPair> {
  const store = createStore(database, 'keys');
  try {
    let key = await generateSessionKey();
    // One transaction, because another tab may store one at the same time: the first one wins.
    await update<unknown>(KEY, (present) => (isKeyPair(present) ? (key = present) : key), store);
    return key;
  } finally {
    // While it is open, a page that deletes its databases waits, and so does every other tab.
    await store('readonly', ({ transaction }) => transaction.db.close()).catch(() => undefined);
  }
}

function isKeyPair(value: unknown): value is CryptoKeyPair {
  return (value as Partial<CryptoKeyPair> | undefined)?.privateKey instanceof CryptoKey;
}

function generateSessionKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
