import { createHmac, createSign, randomUUID } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

export interface ProofKeys {
  readonly jwk: JWK;
  readonly privateKey: CryptoKey;
  readonly otherPrivateKey: CryptoKey;
  /** PEM. */
  readonly rsa: string;
  readonly rsaJwk: JWK;
}

export interface ProofClaims {
  htm: string;
  htu: string;
  nonce: string;
}

export async function generateProofKeys(): Promise<ProofKeys> {
  const options = { extractable: true };
  const [own, other, rsa] = [
    await generateKeyPair('ES256', options),
    await generateKeyPair('ES256', options),
    await generateKeyPair('RS256', options),
  ];
  const { subtle } = globalThis.crypto;
  const pkcs8 = Buffer.from(await subtle.exportKey('pkcs8', rsa.privateKey)).toString('base64');
  return {
    jwk: await exportJWK(own.publicKey),
    privateKey: own.privateKey,
    otherPrivateKey: other.privateKey,
    rsa: `-----BEGIN PRIVATE KEY-----\n${pkcs8}\n-----END PRIVATE KEY-----\n`,
    rsaJwk: await exportJWK(rsa.publicKey),
  };
}

/** A validly signed proof with modified header members or claims. */
export async function signProof(
  { jwk, privateKey }: ProofKeys,
  claims: ProofClaims,
  {
    header = {},
    payload = {},
    key = privateKey,
  }: { header?: object; payload?: object; key?: CryptoKey } = {},
): Promise<string> {
  const input = encodeProof(jwk, claims, header, payload);
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const signature = await globalThis.crypto.subtle.sign(algorithm, key, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

function encodeProof(jwk: JWK, claims: ProofClaims, header: object, payload: object): string {
  const { kty, crv, x, y } = jwk;
  const full = [
    { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y }, ...header },
    { iat: Math.floor(Date.now() / 1000), jti: randomUUID(), ...claims, ...payload },
  ];
  return full.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

/** The error of each invalid proof. The provider must reject all of them with 401. */
export const INVALID_PROOFS: Record<string, (keys: ProofKeys, claims: ProofClaims) => Promise<string>> = {
  'signed by another key': (keys, claims) => signProof(keys, claims, { key: keys.otherPrivateKey }),
  'for another method': (keys, claims) => signProof(keys, { ...claims, htm: 'PATCH' }),
  'for another URL': (keys, claims) => signProof(keys, { ...claims, htu: `${claims.htu}/other` }),
  'for another host': (keys, claims) =>
    signProof(keys, { ...claims, htu: claims.htu.replace('localhost', 'evil.example') }),
  'with a query in its URL': (keys, claims) => signProof(keys, { ...claims, htu: `${claims.htu}?a=b` }),
  'with a foreign nonce': (keys, claims) => signProof(keys, { ...claims, nonce: 'A'.repeat(43) }),
  'with no nonce': (keys, claims) => signProof(keys, claims, { payload: { nonce: undefined } }),
  'with a nonce that is a number': (keys, claims) => signProof(keys, claims, { payload: { nonce: 1 } }),
  'with no jti': (keys, claims) => signProof(keys, claims, { payload: { jti: undefined } }),
  'with a long jti': (keys, claims) => signProof(keys, claims, { payload: { jti: 'j'.repeat(129) } }),
  'with an object for jti': (keys, claims) => signProof(keys, claims, { payload: { jti: {} } }),
  'with no iat': (keys, claims) => signProof(keys, claims, { payload: { iat: undefined } }),
  'with a text for iat': (keys, claims) => signProof(keys, claims, { payload: { iat: 'now' } }),
  'that has expired': (keys, claims) => signProof(keys, claims, { payload: { exp: 1 } }),
  'that is not yet valid': (keys, claims) => signProof(keys, claims, { payload: { nbf: 9_999_999_999 } }),
  'of another type': (keys, claims) => signProof(keys, claims, { header: { typ: 'JWT' } }),
  'of no type': (keys, claims) => signProof(keys, claims, { header: { typ: undefined } }),
  'with critical extensions': (keys, claims) => signProof(keys, claims, { header: { crit: ['x'], x: 1 } }),
  'with alg none': async (keys, claims) => `${encodeProof(keys.jwk, claims, { alg: 'none' }, {})}.`,
  'with alg none and a signature': (keys, claims) => signProof(keys, claims, { header: { alg: 'none' } }),
  'with alg ES384': (keys, claims) => signProof(keys, claims, { header: { alg: 'ES384' } }),
  'with RS256': async (keys, claims) => {
    const input = encodeProof(keys.jwk, claims, { alg: 'RS256', jwk: keys.rsaJwk }, {});
    return `${input}.${createSign('sha256').update(input).sign(keys.rsa, 'base64url')}`;
  },
  'with HS256 and the public key for a secret': async (keys, claims) => {
    const input = encodeProof(keys.jwk, claims, { alg: 'HS256' }, {});
    return `${input}.${createHmac('sha256', JSON.stringify(keys.jwk)).update(input).digest('base64url')}`;
  },
  'with HS256 and a symmetric key': async (keys, claims) => {
    const jwk = { kty: 'oct', k: 'AAAA' };
    const input = encodeProof(keys.jwk, claims, { alg: 'HS256', jwk }, {});
    return `${input}.${createHmac('sha256', Buffer.from('AAAA', 'base64url')).update(input).digest('base64url')}`;
  },
  'with its private key in it': async (keys, claims) =>
    signProof(keys, claims, { header: { jwk: { ...keys.jwk, d: 'A'.repeat(43) } } }),
  'with no key': (keys, claims) => signProof(keys, claims, { header: { jwk: undefined } }),
  'with a key id for a key': (keys, claims) => signProof(keys, claims, { header: { jwk: 'key-1' } }),
  'with a huge key': (keys, claims) =>
    signProof(keys, claims, { header: { jwk: { ...keys.jwk, x: 'A'.repeat(3_000) } } }),
  'with a point that is not on the curve': (keys, claims) =>
    signProof(keys, claims, { header: { jwk: { ...keys.jwk, y: 'A'.repeat(43) } } }),
  'with another curve': (keys, claims) =>
    signProof(keys, claims, { header: { jwk: { ...keys.jwk, crv: 'P-384' } } }),
  'cut off': async (keys, claims) => (await signProof(keys, claims)).slice(0, -20),
  'without a signature': async (keys, claims) => `${encodeProof(keys.jwk, claims, {}, {})}.`,
  'with one bit of the signature changed': async (keys, claims) =>
    flipCharacter(await signProof(keys, claims), -10),
  'with one bit of the claims changed': async (keys, claims) => {
    const proof = await signProof(keys, claims);
    return flipCharacter(proof, proof.indexOf('.') + 10);
  },
  'two at once': async (keys, claims) => `${await signProof(keys, claims)}, ${await signProof(keys, claims)}`,
  'in five parts': async () => 'a.b.c.d.e',
  'that is no JWT': async () => 'Bearer abc',
  'that is empty': async () => '',
};

function flipCharacter(text: string, at: number): string {
  const index = at < 0 ? text.length + at : at;
  return `${text.slice(0, index)}${text[index] === 'A' ? 'B' : 'A'}${text.slice(index + 1)}`;
}
