import assert from 'node:assert/strict';
import { currentInterval, type parseRepeatingInterval } from '../../src/protocol/repeating-interval.js';
import { contentDigest } from '../../src/sandbox-wallet/signatures/content-digest.js';
import type { SignatureInput } from '../../src/sandbox-wallet/signatures/signature-input.js';
import { isLoopback } from './oracles.js';
import type { FuzzedParser } from './parser-targets.js';
import { JSON_WORDS, URL_WORDS } from './words.js';

type Repeating = NonNullable<ReturnType<typeof parseRepeatingInterval>>;

const EMPTY = Buffer.alloc(0);
const DIGESTS = [contentDigest(EMPTY), contentDigest(EMPTY, 'sha-256')];
const SIGNATURE_INPUT = 'sig1=("@method" "@target-uri");created=1;keyid="k";nonce="n"';

/** Of the sandbox wallet. */
export const WALLET_PARSERS: Record<string, FuzzedParser> = {
  'the body of a wallet call': {
    valid: ['', '{"access_token":{"access":[{"type":"quote","actions":["create"]}]}}'],
    words: JSON_WORDS,
    holds: (value, text) =>
      assert.deepEqual(value, text === '' ? undefined : JSON.parse(Buffer.from(text).toString())),
  },
  'a Host header': {
    valid: ['localhost:3000', '127.0.0.1', '[::1]:80', 'a.localhost'],
    words: [...URL_WORDS, '.localhost', 'localhost.', '.evil.example'],
    // One that is no host goes to no page.
    holds: (isOwn, text) =>
      assert.ok(!isOwn || !URL.canParse(`http://${text}`) || isLoopback(new URL(`http://${text}`).hostname)),
  },
  'the receiver of a quote': {
    valid: ['https://wallet.example/incoming-payments/1'],
    words: [...URL_WORDS, '/incoming-payments/'],
    holds: (_result, text) => assert.match(text, /\/incoming-payments\/./),
  },
  'an interval of a grant': {
    valid: [
      'R/2026-01-31T00:00:00Z/P1M',
      'R12/2019-08-24T14:15:22Z/P1M',
      'R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z',
    ],
    words: ['R', 'P', 'T', 'P1M', 'PT1S', '2026-02-30T00:00:00Z', '/', 'W', '99999'],
    holds(repeating, text) {
      if (repeating === undefined) return;
      const now = Date.parse('2026-03-01T00:00:00Z');
      const current = currentInterval(repeating as Repeating, now);
      if (current) assert.ok(current.start <= now && now < current.end, text);
    },
  },
  'a Content-Digest header': {
    valid: [...DIGESTS, DIGESTS.join(', ')],
    words: ['sha-512=', 'sha-256=', ':', '::', 'md5=:AAAA:', ', '],
    holds: (isDigest, text) =>
      assert.ok(!isDigest || DIGESTS.flatMap(bytesIn).some((digest) => bytesIn(text).includes(digest))),
  },
  'a Signature-Input header': {
    valid: [SIGNATURE_INPUT],
    words: [
      'sig1=',
      '("@method")',
      ';created=',
      ';alg="none"',
      ';tag="gnap"',
      'sig2=()',
      ', ',
      '?1',
      ':AAAA:',
    ],
    holds(input, text) {
      const { components, keyid, created, innerList } = input as SignatureInput;
      for (const component of components)
        assert.ok(text.includes(component) && component === component.toLowerCase());
      assert.ok(typeof keyid === 'string' && Number.isSafeInteger(created));
      assert.ok(!innerList[1].has('alg'));
    },
  },
};

/** In base64 one form for each: padding may be missing, and the last letter's spare bits may be set. */
function bytesIn(field: string): string[] {
  return [...field.matchAll(/:([\w+/]+)=*:/g)].map(([, bytes = '']) =>
    Buffer.from(bytes, 'base64').toString('hex'),
  );
}
