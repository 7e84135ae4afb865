import { createStore, get, update } from 'idb-keyval';

const DATABASE = 'wm-polyfill';
const KEY = 'session-key';

/**
 * The key pair that tells this visitor at this site from every other. The private key cannot be exported, so a script can use
 * it only while the page is open. Kept in IndexedDB; where there is none, it lives as long as the page.
 */
export async function loadSessionKey(database = DATABASE): Promise<CryptoKeyPair> {
  let key: CryptoKeyPair | undefined;
  try {
    const store = createStore(database, 'keys');
    key = await get<CryptoKeyPair>(KEY, store);
    if (key) return key;

    const generated = await generateSessionKey();
    // Another tab may have stored one since: the first one wins.
    await update<CryptoKeyPair>(KEY, (present) => (key = present ?? generated), store);
    return key ?? generated;
  } catch {
    return key ?? generateSessionKey();
  }
}

function generateSessionKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
