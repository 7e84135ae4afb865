import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createNonceIssuer } from '../../../src/provider/authentication/nonces.js';
import { INVALID_PROOFS, generateProofKeys, signProof } from '../../soak/requests/dpop-proof-fixtures.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { NO_LIMITS } from '../../fault-tolerance/environment/no-limits.js';

const SITE = 'https://site.example';
const { origin, server } = await openProvider({ limits: NO_LIMITS });
const keys = await generateProofKeys();
const url = '/relay/connections';

const claims = async () => {
  const nonce = String((await server.inject('/relay')).headers['dpop-nonce']);
  return { htm: 'POST', htu: `${origin}${url}`, nonce };
};
const call = async (dpop: string) => {
  const headers = { origin: SITE, dpop, 'content-type': 'application/json' };
  const { statusCode, body } = await server.inject({ method: 'POST', url, headers, payload: '{}' });
  return { status: statusCode, code: JSON.parse(body).code as string | undefined };
};

for (const [what, make] of Object.entries(INVALID_PROOFS)) {
  test(`a proof ${what} gets 401`, async () => {
    const { status, code } = await call(await make(keys, await claims()));
    assert.equal(status, 401);
    assert.match(code ?? '', /^(proof-invalid|proof-missing|nonce-required)$/);
  });
}

test('the same proof without errors is accepted once', async () => {
  const proof = await signProof(keys, await claims());
  assert.equal((await call(proof)).status, 201);
  assert.deepEqual(await call(proof), { status: 401, code: 'proof-invalid' });
});

test('a proof with another provider’s nonce is rejected with a new nonce', async () => {
  const proof = await signProof(keys, { ...(await claims()), nonce: createNonceIssuer(Date.now).issue() });
  assert.deepEqual(await call(proof), { status: 401, code: 'nonce-required' });
});

test('a proof with any single character changed is rejected', async () => {
  const proof = await signProof(keys, await claims());
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const step = Math.max(1, Math.floor(proof.length / 500));
  let tried = 0;
  for (let at = 0; at < proof.length; at += step) {
    for (const move of [1, 32]) {
      const letter = alphabet.indexOf(proof[at] as string);
      if (letter === -1) continue;
      const changed = `${proof.slice(0, at)}${alphabet[(letter + move) % 64]}${proof.slice(at + 1)}`;
      // The last character has two unused bits.
      if (
        Buffer.from(changed, 'base64url').equals(Buffer.from(proof, 'base64url')) ||
        at === proof.length - 1
      )
        continue;
      assert.equal((await call(changed)).status, 401, `character ${at}`);
      tried += 1;
    }
  }
  assert.ok(tried >= 900, `${tried}`);
});
