import { createStore, get, update } from 'idb-keyval';

const DATABASE = 'wm-polyfill';
const KEY = 'session-key';

/**
 * The key pair that tells this visitor at this site from every other. The private key cannot be exported, so a script can use
 * it only while the page is open. Kept in IndexedDB; where there is none, it lives as long as the page.
 */
export async function loadSessionKey(database = DATABASE): Promise<CryptoKeyPair> {
  let generated: CryptoKeyPair | undefined;
  try {
    const store = createStore(database, 'keys');
    const stored = await get<CryptoKeyPair>(KEY, store);
    if (stored) return stored;

    generated = await generateSessionKey();
    const candidate = generated;
    // Another tab may have stored one since: the first one wins.
    await update<CryptoKeyPair>(KEY, (present) => present ?? candidate, store);
    return (await get<CryptoKeyPair>(KEY, store)) ?? generated;
  } catch {
    return generated ?? generateSessionKey();
  }
}

function generateSessionKey(): Promise<CryptoKeyPair> {
  return crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
}
