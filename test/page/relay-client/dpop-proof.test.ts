import { expect } from '@open-wc/testing';
import { generateProof } from '../../../src/page/relay-client/dpop-proof.js';

const URL_OF_RELAY = 'https://provider.example/relay/connections';

describe('a DPoP proof', () => {
  let keys: CryptoKeyPair;

  before(async () => {
    keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  });

  it('is a JWT that its public key verifies', async () => {
    const [header, claims, signature] = (await generateProof(keys, URL_OF_RELAY, 'POST', 'n')).split('.');
    const { jwk } = JSON.parse(text(header)) as { jwk: JsonWebKey };
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
    const key = await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['verify']);
    const input = new TextEncoder().encode(`${header}.${claims}`);
    expect(await crypto.subtle.verify(algorithm, key, bytes(signature), input)).to.equal(true);
  });

  it('contains the request and the time, and is unique', async () => {
    const before = Math.floor(Date.now() / 1000);
    const proofs = await Promise.all(
      Array.from({ length: 50 }, () => generateProof(keys, URL_OF_RELAY, 'POST', 'n')),
    );
    const claims = proofs.map((proof) => JSON.parse(text(proof.split('.')[1])) as Record<string, unknown>);
    for (const { htm, htu, nonce, iat } of claims) {
      expect({ htm, htu, nonce }).to.eql({ htm: 'POST', htu: URL_OF_RELAY, nonce: 'n' });
      expect(iat).to.be.within(before, before + 5);
    }
    expect(new Set(claims.map(({ jti }) => jti)).size).to.equal(50);
  });

  it('contains no character that a URL or header would escape, and keeps the private key', async () => {
    for (let i = 0; i < 50; i++) {
      expect(await generateProof(keys, URL_OF_RELAY, 'GET')).to.match(/^[\w-]+\.[\w-]+\.[\w-]{86}$/);
    }
    const [header, claims] = (await generateProof(keys, URL_OF_RELAY, 'GET')).split('.');
    expect(Object.keys((JSON.parse(text(header)) as { jwk: object }).jwk)).to.eql(['kty', 'crv', 'x', 'y']);
    expect(JSON.parse(text(claims))).not.to.have.property('nonce');
  });
});

function bytes(part = ''): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(text(part), (letter) => letter.charCodeAt(0));
}

function text(part = ''): string {
  return atob(part.replace(/-/g, '+').replace(/_/g, '/'));
}
