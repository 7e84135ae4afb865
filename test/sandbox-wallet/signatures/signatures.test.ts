import assert from 'node:assert/strict';
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createHeaders, type JWK, validateSignature } from '@interledger/http-signature-utils';
import { SignatureError } from '../../../src/sandbox-wallet/core/errors.js';
import { openSandboxDatabase } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { contentDigest, isContentDigestOf } from '../../../src/sandbox-wallet/signatures/content-digest.js';
import { createSeenNonces } from '../../../src/sandbox-wallet/signatures/seen-nonces.js';
import { parseSignatureInput } from '../../../src/sandbox-wallet/signatures/signature-input.js';
import {
  checkSignatureParameters,
  verifySignature,
} from '../../../src/sandbox-wallet/signatures/verify-signature.js';
import {
  sendSigned,
  type SignedRequest,
  type SigningOptions,
  signRequest,
} from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  requestToken,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';
import { createSeededRandom } from '../../support/seeded-random.js';

/**
 * Requests over HTTP, where the checks before the signature also run, and 5,000 calls of the verification
 * alone.
 */
const MUTATIONS_OVER_HTTP = 200;
const MUTATIONS = 5_000;
const SEED = 9421;

let pair: WalletPair;
let token: string;
let body: object;
before(async () => {
  pair = await startWalletPair();
  token = await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create'] });
  const receiver = await createTestIncomingPayment(pair);
  body = { walletAddress: `${pair.visitor}/visitor`, receiver, method: 'ilp', debitAmount: usd(100) };
});
after(() => pair.close());

test('the Ed25519 example of RFC 9421, B.2.6, is reproduced and verified byte by byte', () => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs' };
  const privateKey = createPrivateKey({
    format: 'jwk',
    key: { ...jwk, d: 'n4Ni-HpISpVObnQMW0wOhCKROaIKqKtW_2ZYb2p9KcU' },
  });
  const input =
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
  const expected = 'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==';
  const base = [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-length": 18',
    `"@signature-params": ${input}`,
  ].join('\n');
  assert.equal(sign(null, Buffer.from(base), privateKey).toString('base64'), expected);

  const request = {
    method: 'POST',
    targetUri: 'https://example.com/foo?param=Value&Pet=dog',
    rawBody: Buffer.from('{"hello": "world"}'),
    headers: {
      date: 'Tue, 20 Apr 2021 02:07:55 GMT',
      'content-type': 'application/json',
      'content-length': '18',
      'signature-input': `sig1=${input}`,
      signature: `sig1=:${expected}:`,
    },
  };
  const key = createPublicKey({ format: 'jwk', key: jwk });
  verifySignature(request, parseSignatureInput(request), key);
  const other = { ...request, method: 'PUT' };
  assert.throws(() => verifySignature(other, parseSignatureInput(other), key), {
    message: 'invalid signature',
  });
});

test('RFC 9530: the digests of {"hello": "world"}', () => {
  const hello = Buffer.from('{"hello": "world"}');
  const sha512 =
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:';
  const sha256 = 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:';
  assert.equal(contentDigest(hello), sha512);
  assert.equal(contentDigest(hello, 'sha-256'), sha256);
  assert.ok(isContentDigestOf(`${sha512}, ${sha256}`, hello));
  assert.ok(isContentDigestOf(`md5=:AAAA:, ${sha256}`, hello));
  assert.ok(!isContentDigestOf('md5=:AAAA:', hello), 'only unknown algorithms');
  assert.ok(!isContentDigestOf(`${sha512}, sha-256=:AAAA:`, hello), 'one of two is wrong');
  assert.ok(
    !isContentDigestOf(sha512, Buffer.from('{"hello":"world"}')),
    'another spelling of the same JSON',
  );
});

const now = () => Math.floor(Date.now() / 1000);
const keyid = ';keyid="key-1"';
const COMPONENTS = ['@method', '@target-uri', 'authorization', 'content-digest'];

const ACCEPTED: Record<string, () => SigningOptions> = {
  'the minimum of covered components': () => ({ components: COMPONENTS }),
  'parameters in another order': () => ({ parameters: `;created=${now()}${keyid}` }),
  'the GNAP tag and a fresh nonce': () => ({
    parameters: `${keyid};created=${now()};tag="gnap";nonce="n-${now()}"`,
  }),
  'a sha-256 digest': () => ({
    digest: `sha-256=:${createHash('sha256').update(JSON.stringify(body)).digest('base64')}:`,
  }),
};
for (const [name, signing] of Object.entries(ACCEPTED)) {
  test(`a signature with ${name} is accepted`, async () => {
    assert.equal((await sendSigned(quoteRequest(signing()))).status, 201);
  });
}

const REFUSED: Record<string, () => SigningOptions> = {
  'an uncovered digest': () => ({ components: COMPONENTS.filter((name) => name !== 'content-digest') }),
  'an uncovered method': () => ({ components: COMPONENTS.filter((name) => name !== '@method') }),
  'an uncovered target': () => ({ components: COMPONENTS.filter((name) => name !== '@target-uri') }),
  'an uncovered token': () => ({ components: COMPONENTS.filter((name) => name !== 'authorization') }),
  'a component covered twice': () => ({ components: [...COMPONENTS, '@method'] }),
  'an upper-case component': () => ({ components: [...COMPONENTS, 'Content-Type'] }),
  'a component that the request lacks': () => ({ components: [...COMPONENTS, 'x-missing'] }),
  'created in 1970': () => ({ parameters: `${keyid};created=1` }),
  'created 62 s ago': () => ({ parameters: `${keyid};created=${now() - 62}` }),
  'created in 62 s': () => ({ parameters: `${keyid};created=${now() + 62}` }),
  'no created': () => ({ parameters: keyid }),
  'created as a string': () => ({ parameters: `${keyid};created="${now()}"` }),
  'no keyid': () => ({ parameters: `;created=${now()}` }),
  'an expiry that has passed': () => ({ parameters: `${keyid};created=${now()};expires=${now() - 1}` }),
  'an alg parameter': () => ({ parameters: `${keyid};created=${now()};alg="ed25519"` }),
  'another tag': () => ({ parameters: `${keyid};created=${now()};tag="web-bot-auth"` }),
  'an unknown kid': () => ({ parameters: `;keyid="key-2";created=${now()}` }),
  'another label': () => ({ label: 'sig2' }),
  'another client’s key': () => ({ key: generateKeyPairSync('ed25519').privateKey }),
  'a digest of another body': () => ({ digest: contentDigest('{}') }),
  'a digest of an unknown algorithm': () => ({ digest: 'md5=:AAAA:' }),
  'a malformed digest': () => ({ digest: 'sha-512=AAAA' }),
};
for (const [name, signing] of Object.entries(REFUSED)) {
  test(`a signature with ${name} is rejected with 401`, async () => {
    const { status, body: answer } = await sendSigned(quoteRequest(signing()));
    assert.equal(status, 401, JSON.stringify(answer));
    assert.equal(answer.error?.code, '401');
    assert.match(answer.error?.description ?? '', /^Signature validation error: /);
  });
}

test('two labels are rejected, even when one of them verifies', async () => {
  const request = quoteRequest();
  request.headers['signature-input'] += `, sig2=("@method")${keyid}`;
  request.headers['signature'] += ', sig2=:AAAA:';
  assert.equal((await sendSigned(request)).status, 401);
});

test('a nonce is valid for one request', async () => {
  const signing = { parameters: `${keyid};created=${now()};nonce="once"` };
  assert.equal((await sendSigned(quoteRequest(signing))).status, 201);
  assert.equal((await sendSigned(quoteRequest(signing))).status, 401);
});

test("@target-uri uses the wallet's origin, independent of Host", async () => {
  const url = 'http://evil.localhost/op/quotes';
  const evil = signRequest(pair.client, { url, method: 'POST', token, body });
  const own = quoteRequest();
  assert.equal(await statusWithHost('evil.localhost', evil), 401);
  assert.equal(await statusWithHost('evil.localhost', own), 201);
  assert.equal(await statusWithHost('evil.test', own), 421, 'not a local host name');
});

test('the digest covers the raw body, so pretty-printed JSON is accepted', async () => {
  const text = JSON.stringify(body, null, 2);
  const request = signRequest(pair.client, {
    url: `${pair.visitor}/op/quotes`,
    method: 'POST',
    token,
    body: text,
  });
  assert.equal((await sendSigned(request)).status, 201);
});

test("a client's key is fetched once a minute, and again for an unknown kid", async () => {
  const own = await startWalletPair();
  try {
    const access = { type: 'quote', actions: ['create'] };
    await requestToken(own, own.visitor, access);
    await requestToken(own, own.visitor, access);
    assert.equal(own.client.requestedPaths.filter((path) => path.endsWith('/jwks.json')).length, 1);
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    own.client.keys.push({ ...publicKey.export({ format: 'jwk' }), kid: 'key-2', alg: 'EdDSA' });
    const rotated = { ...own, client: { ...own.client, privateKey, keyId: 'key-2' } };
    await requestToken(rotated, own.visitor, access);
    assert.equal(own.client.requestedPaths.filter((path) => path.endsWith('/jwks.json')).length, 2);
  } finally {
    await own.close();
  }
});

test(`${MUTATIONS_OVER_HTTP} requests with one mutated character are all rejected (seed ${SEED})`, async () => {
  const random = createSeededRandom(SEED);
  for (let count = 0; count < MUTATIONS_OVER_HTTP; count += 1) {
    const request = quoteRequest();
    const description = mutate(request, random);
    const { status } = await sendSigned(request);
    assert.ok(status >= 400 && status < 500, `${description}: ${status}`);
  }
});

test(`${MUTATIONS} signatures of mutated requests are all rejected (seed ${SEED})`, () => {
  const random = createSeededRandom(SEED);
  verifyAlone(quoteRequest());
  for (let count = 0; count < MUTATIONS; count += 1) {
    const request = quoteRequest();
    const description = mutate(request, random);
    assert.throws(() => verifyAlone(request), { name: 'SignatureError' }, description);
  }
});

test('every bit of the signature, the digest and the body is verified', () => {
  const request = quoteRequest();
  const signature = Buffer.from(/:(.*):/.exec(request.headers['signature'] ?? '')?.[1] ?? '', 'base64');
  for (const bit of bitsOf(signature)) {
    const headers = { ...request.headers, signature: `sig1=:${flip(signature, bit).toString('base64')}:` };
    assert.throws(() => verifyAlone({ ...request, headers }), { message: 'invalid signature' }, `bit ${bit}`);
  }
  const text = Buffer.from(request.body ?? '');
  for (const bit of bitsOf(text)) {
    assert.throws(() => verifyAlone(request, flip(text, bit)), { name: 'SignatureError' }, `bit ${bit}`);
  }
  const digest = Buffer.from(
    request.headers['content-digest']?.slice('sha-512=:'.length, -1) ?? '',
    'base64',
  );
  for (const bit of bitsOf(digest)) {
    const field = `sha-512=:${flip(digest, bit).toString('base64')}:`;
    const headers = { ...request.headers, 'content-digest': field };
    assert.throws(() => verifyAlone({ ...request, headers }), { name: 'SignatureError' }, `bit ${bit}`);
  }
});

test('a nonce is stored across a restart, per client', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wm-nonces-'));
  const database = () => openSandboxDatabase(join(folder, 'wallet.db'));
  const first = await database();
  assert.equal(await createSeenNonces(first, 120_000).add('client', 'once', 1_000), true);
  await first.close();
  const second = await database();
  const nonces = createSeenNonces(second, 120_000);
  assert.equal(await nonces.add('client', 'once', 2_000), false);
  assert.equal(await nonces.add('other client', 'once', 2_000), true);
  assert.equal(await nonces.add('client', 'once', 121_001), true, 'deleted when the signature has expired');
  await second.close();
  rmSync(folder, { recursive: true });
});

test('1,000 replays of a request with a nonce are all rejected', async () => {
  const request = quoteRequest({ parameters: `${keyid};created=${now()};nonce="again"` });
  assert.equal((await sendSigned(request)).status, 201);
  for (let count = 0; count < 50; count += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => sendSigned(request)));
    assert.ok(answers.every(({ status }) => status === 401));
  }
});

test("the official client's signatures verify here, and ours with the official verifier", async () => {
  const { privateKey, keyId } = pair.client;
  const url = `${pair.visitor}/op/quotes`;
  const plain = { 'content-type': 'application/json', authorization: `GNAP ${token}` };
  const official = { url, method: 'POST', headers: { ...plain }, body: JSON.stringify(body) };
  const signed = await createHeaders({ request: official, privateKey, keyId });
  const headers = lowerCased({ ...plain, ...signed });
  verifyAlone({ url, method: 'POST', headers, body: official.body });

  const ours = quoteRequest();
  const [jwk] = pair.client.keys as JWK[];
  const request = { ...ours, headers: ours.headers, body: ours.body ?? '' };
  assert.ok(jwk && (await validateSignature(jwk, request)));
  assert.ok(!(await validateSignature(jwk, { ...request, method: 'PUT' })));
});

/** The wallet's signature verification alone. */
function verifyAlone(
  { url, method, headers, body: text }: SignedRequest,
  rawBody: Buffer = Buffer.from(text ?? ''),
) {
  const request = { method, targetUri: url, headers, rawBody };
  const input = parseSignatureInput(request);
  checkSignatureParameters(request, input, Date.now());
  if (input.keyid !== pair.client.keyId) throw new SignatureError('unknown key', 'not the key of the client');
  verifySignature(request, input, createPublicKey(pair.client.privateKey));
}

function bitsOf(bytes: Buffer): number[] {
  return Array.from({ length: bytes.length * 8 }, (_, bit) => bit);
}

function flip(bytes: Buffer, bit: number): Buffer {
  const flipped = Buffer.from(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}

function lowerCased(headers: object): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}

function quoteRequest(signing: SigningOptions = {}): SignedRequest {
  return signRequest(pair.client, { url: `${pair.visitor}/op/quotes`, method: 'POST', token, body }, signing);
}

/** `fetch` always sends the actual Host. */
function statusWithHost(
  host: string,
  { method, headers, body: text }: SignedRequest,
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${pair.visitor}/op/quotes`, { method, headers: { ...headers, host } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode));
    });
    sent.on('error', reject).end(text);
  });
}

/**
 * Changes one character of the body or of a covered header. Unused base64 bits stay, because they have no
 * meaning.
 */
function mutate(request: SignedRequest, random: () => number): string {
  const parts = ['body', 'authorization', 'content-digest', 'content-type', 'signature-input', 'signature'];
  const part = parts[Math.floor(random() * parts.length)] as string;
  const before = part === 'body' ? (request.body ?? '') : (request.headers[part] ?? '');
  const last =
    part === 'signature' || part === 'content-digest' ? before.lastIndexOf('=') - 2 : before.length;
  const at = Math.floor(random() * last);
  const letter = 'abcdefghijklmnopqrstuvwxyz0123456789'[Math.floor(random() * 36)] as string;
  const replacement = before[at] === letter ? `${letter}${letter}` : letter;
  const after = `${before.slice(0, at)}${replacement}${before.slice(at + 1)}`;
  if (part === 'body') request.body = after;
  else request.headers[part] = after;
  delete request.headers['content-length'];
  return `${part}: ${after}`;
}
