import assert from 'node:assert/strict';
import {
  currentInterval,
  type parseRepeatingInterval,
} from '../../src/protocol/intervals/repeating-interval.js';
import { contentDigest } from '../../src/sandbox-wallet/signatures/content-digest.js';
import type { SignatureInput } from '../../src/sandbox-wallet/signatures/signature-input.js';
import { isLoopback } from './oracles.js';
import type { FuzzedParser } from './parser-targets.js';
import { JSON_DICTIONARY, URL_DICTIONARY } from './dictionaries.js';

type Repeating = NonNullable<ReturnType<typeof parseRepeatingInterval>>;

const EMPTY_BODY = Buffer.alloc(0);
const DIGESTS = [contentDigest(EMPTY_BODY), contentDigest(EMPTY_BODY, 'sha-256')];
const SIGNATURE_INPUT = 'sig1=("@method" "@target-uri");created=1;keyid="k";nonce="n"';

/** Parsers of the sandbox wallet. */
export const WALLET_PARSERS: Record<string, FuzzedParser> = {
  'the body of a wallet call': {
    valid: ['', '{"access_token":{"access":[{"type":"quote","actions":["create"]}]}}'],
    dictionary: JSON_DICTIONARY,
    check: (value, text) =>
      assert.deepEqual(value, text === '' ? undefined : JSON.parse(Buffer.from(text).toString())),
  },
  'a Host header': {
    valid: ['localhost:3000', '127.0.0.1', '[::1]:80', 'a.localhost'],
    dictionary: [...URL_DICTIONARY, '.localhost', 'localhost.', '.evil.example'],
    // An invalid host is not a page's origin.
    check: (isOwn, text) =>
      assert.ok(!isOwn || !URL.canParse(`http://${text}`) || isLoopback(new URL(`http://${text}`).hostname)),
  },
  'the receiver of a quote': {
    valid: ['https://wallet.example/incoming-payments/1'],
    dictionary: [...URL_DICTIONARY, '/incoming-payments/'],
    check: (_result, text) => assert.match(text, /\/incoming-payments\/./),
  },
  'an interval of a grant': {
    valid: [
      'R/2026-01-31T00:00:00Z/P1M',
      'R12/2019-08-24T14:15:22Z/P1M',
      'R-1/P1Y2M10DT2H30M/2022-05-11T15:30:00Z',
    ],
    dictionary: ['R', 'P', 'T', 'P1M', 'PT1S', '2026-02-30T00:00:00Z', '/', 'W', '99999'],
    check(repeating, text) {
      if (repeating === undefined) return;
      const now = Date.parse('2026-03-01T00:00:00Z');
      const current = currentInterval(repeating as Repeating, now);
      if (current) assert.ok(current.start <= now && now < current.end, text);
    },
  },
  'a Content-Digest header': {
    valid: [...DIGESTS, DIGESTS.join(', ')],
    dictionary: ['sha-512=', 'sha-256=', ':', '::', 'md5=:AAAA:', ', '],
    check: (isDigest, text) =>
      assert.ok(!isDigest || DIGESTS.flatMap(bytesIn).some((digest) => bytesIn(text).includes(digest))),
  },
  'a Signature-Input header': {
    valid: [SIGNATURE_INPUT],
    dictionary: [
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
    check(input, text) {
      const { components, keyid, created, innerList } = input as SignatureInput;
      for (const component of components)
        assert.ok(unescaped(text).includes(component) && component === component.toLowerCase());
      assert.ok(typeof keyid === 'string' && Number.isSafeInteger(created));
      assert.ok(!innerList[1].has('alg'));
    },
  },
};

function unescaped(field: string): string {
  return field.replace(/\\(.)/g, '$1');
}

/** Canonical base64: padding may be missing, and the unused bits of the last letter may be set. */
function bytesIn(field: string): string[] {
  return [...field.matchAll(/:([\w+/]+)=*:/g)].map(([, bytes = '']) =>
    Buffer.from(bytes, 'base64').toString('hex'),
  );
}
