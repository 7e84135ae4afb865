import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isInteractionHash } from '../../src/provider/consent/interaction-hash.js';

/** RFC 9635 §4.2.3, its example. */
const interaction = {
  clientNonce: 'VJLO6A4CATR0KRO',
  finishNonce: 'MBDOFXG4Y5CVJCX821LH',
  interactRef: '4IFWWIKYB2PQ6U56NL1',
  grantEndpoint: 'https://server.example.com/tx',
};
const HASH = 'x-gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY';

test("the RFC's vector verifies, as base64url and as padded base64", () => {
  assert.ok(isInteractionHash(HASH, interaction));
  assert.ok(isInteractionHash('x+gguKWTj8rQf7d7i3w3UhzvuJ5bpOlKyAlVpLxBffY=', interaction));
});

test('the grant endpoint may end in a slash or not', () => {
  assert.ok(isInteractionHash(HASH, { ...interaction, grantEndpoint: 'https://server.example.com/tx/' }));
});

test('any other input, length or alphabet is refused without throwing', () => {
  for (const name of Object.keys(interaction) as (keyof typeof interaction)[]) {
    assert.ok(!isInteractionHash(HASH, { ...interaction, [name]: `${interaction[name]}x` }), name);
  }
  for (const hash of ['', 'x', HASH.slice(1), `${HASH}A`, `y${HASH.slice(1)}`, HASH.replace('-', '*')]) {
    assert.ok(!isInteractionHash(hash, interaction), hash);
  }
});
