import { expect } from '@open-wc/testing';
import { createStore, set } from 'idb-keyval';
import { loadSessionKey } from '../../../src/page/relay-client/session-key.js';

const DATABASE = `test-session-key-${crypto.randomUUID()}`;

describe('the session key', () => {
  it('is a P-256 key that cannot be exported', async () => {
    const { privateKey, publicKey } = await loadSessionKey(DATABASE);
    expect(privateKey.extractable).to.equal(false);
    expect((privateKey.algorithm as EcKeyAlgorithm).namedCurve).to.equal('P-256');
    const exported = await crypto.subtle.exportKey('jwk', privateKey).catch((error: Error) => error.name);
    expect(exported).to.equal('InvalidAccessError');
    expect((await crypto.subtle.exportKey('jwk', publicKey)).kty).to.equal('EC');
  });

  it('is the same key the next time', async () => {
    const [first, second] = [await loadSessionKey(DATABASE), await loadSessionKey(DATABASE)];
    const data = new TextEncoder().encode('wm');
    const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(algorithm, second.privateKey, data);
    expect(await crypto.subtle.verify(algorithm, first.publicKey, signature, data)).to.equal(true);
  });

  it('is the same key for two simultaneous requests', async () => {
    const database = `${DATABASE}-${crypto.randomUUID()}`;
    const keys = await Promise.all([loadSessionKey(database), loadSessionKey(database)]);
    const [one, other] = await Promise.all(
      keys.map(({ publicKey }) => crypto.subtle.exportKey('jwk', publicKey)),
    );
    expect(one?.x).to.equal(other?.x);
  });

  it('replaces a stored value that is not a key pair', async () => {
    const database = `${DATABASE}-junk`;
    await set('session-key', { privateKey: 'junk' }, createStore(database, 'keys'));
    const first = await loadSessionKey(database);
    expect(first.privateKey.extractable).to.equal(false);
    expect(await thumbprintOf(await loadSessionKey(database))).to.equal(await thumbprintOf(first));
  });

  it('does not block the deletion of the database', async () => {
    const database = `${DATABASE}-deleted`;
    await loadSessionKey(database);
    await loadSessionKey(database);
    const outcome = await new Promise((resolve) => {
      const request = indexedDB.deleteDatabase(database);
      for (const type of ['success', 'error']) request.addEventListener(type, () => resolve(type));
    });
    expect(outcome).to.equal('success');
  });

  it('lasts as long as the page when the database does not respond', async () => {
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = () => new EventTarget() as IDBOpenDBRequest;
    const key = await loadSessionKey(DATABASE, 10);
    IDBFactory.prototype.open = open;
    expect(key.privateKey.extractable).to.equal(false);
  });

  it('lasts as long as the page when the database cannot be used', async () => {
    const database = `${DATABASE}-broken`;
    await new Promise((resolve) => {
      // A database of a later version without our store: either opening or reading it fails.
      const request = indexedDB.open(database, 2);
      request.onsuccess = () => {
        request.result.close();
        resolve(undefined);
      };
    });
    const { privateKey } = await loadSessionKey(database);
    expect(privateKey.extractable).to.equal(false);
  });
});

async function thumbprintOf({ publicKey }: CryptoKeyPair): Promise<string | undefined> {
  return (await crypto.subtle.exportKey('jwk', publicKey)).x;
}
