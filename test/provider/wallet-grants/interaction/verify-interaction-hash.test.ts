import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyInteractionHash } from '../../../../src/provider/wallet-grants/interaction/verify-interaction-hash.js';

/** The example in RFC 9635 §4.2.3. */
const interaction = {
  clientNonce: 'VJLO6A4CATR0KRO',
  finishNonce: 'MBDOFXG4Y5CVJCX821LH',
  interactRef: '4IFWWIKYB2PQ6U56NL1',
  grantEndpoint: 'https://server.example.com/tx',
};
const HASH = 'x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY';

test("the RFC's example is accepted as base64url and as padded base64", () => {
  assert.ok(verifyInteractionHash(HASH, interaction));
  assert.ok(verifyInteractionHash('x+gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY=', interaction));
});

test('the grant endpoint may or may not end with a slash', () => {
  assert.ok(verifyInteractionHash(HASH, { ...interaction, grantEndpoint: 'https://server.example.com/tx/' }));
});

test('any other input, length or alphabet is rejected without an exception', () => {
  for (const name of Object.keys(interaction) as (keyof typeof interaction)[]) {
    assert.ok(!verifyInteractionHash(HASH, { ...interaction, [name]: `${interaction[name]}x` }), name);
  }
  for (const hash of ['', 'x', HASH.slice(1), `${HASH}A`, `y${HASH.slice(1)}`, HASH.replace('-', '*')]) {
    assert.ok(!verifyInteractionHash(hash, interaction), hash);
  }
});
