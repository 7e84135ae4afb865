import { createStore, update } from 'idb-keyval';

const DATABASE_NAME = 'wm-polyfill';
const STORE_KEY = 'session-key';
/**
 * How long to wait for the database. Another tab that keeps an older version open can block it indefinitely.
 */
const DATABASE_TIMEOUT_MS = 3_000;

/**
 * Loads or creates the key pair that identifies this visitor at this site. The private key is not
 * extractable, so a script can use it only while the page is open. Stored in IndexedDB. If that is
 * unavailable, the key ends with the page.
 */
export async function loadSessionKey(
  database: string = DATABASE_NAME,
  timeoutMs: number = DATABASE_TIMEOUT_MS,
): Promise<CryptoKeyPair> {
  const timeout = new Promise<undefined>((resolve) => setTimeout(resolve, timeoutMs));
  const stored = loadStoredKey(database).catch(() => undefined);
  return (await Promise.race([stored, timeout])) ?? generateSessionKey();
}

async function loadStoredKey(database: string): Promise<CryptoKeyPair> {
  const store = createStore(database, 'keys');
  try {
    let key = await generateSessionKey();
    // One transaction, because another tab may store a key at the same time. The first one wins.
    await update<unknown>(STORE_KEY, (existing) => (isKeyPair(existing) ? (key = existing) : key), store);
    return key;
  } finally {
    // An open connection would block a page, in this or another tab, that deletes its databases.
    await store('readonly', ({ transaction }) => transaction.db.close()).catch(() => undefined);
  }
}

function isKeyPair(value: unknown): value is CryptoKeyPair {
  return (value as Partial<CryptoKeyPair> | undefined)?.privateKey instanceof CryptoKey;
}

function generateSessionKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
