import assert from 'node:assert/strict';
import type { Allowlist } from '../../src/page/agent/policy/allowlist.js';
import type { ContentSecurityPolicy } from '../../src/page/agent/policy/content-security-policy.js';
import { normalizeDecimal } from './oracles.js';
import type { FuzzedParser } from './parser-targets.js';

const POLICY_DICTIONARY = [
  'monetization',
  '=',
  '(',
  ')',
  '*',
  'self',
  "'self'",
  "'src'",
  '"https://a.example"',
  ';',
  ', ',
  'camera',
];

/** Parsers in the page: of the agent, its elements and the connect page. */
export const PAGE_PARSERS: Record<string, FuzzedParser> = {
  'a Permissions-Policy header': {
    valid: ['monetization=(self "https://a.example")', 'camera=(), monetization=*;a=1'],
    dictionary: POLICY_DICTIONARY,
    check: checkAllowlist,
  },
  'an allow attribute': {
    valid: ['monetization', "camera; monetization 'self' https://a.example"],
    dictionary: POLICY_DICTIONARY,
    check: checkAllowlist,
  },
  'a Content-Security-Policy header': {
    valid: ["default-src 'none'; monetization-src https://wallet.example, script-src *"],
    dictionary: ['monetization-src', 'default-src', ';', ',', "'none'", '*'],
    check(policies, text) {
      for (const [name, values] of (policies as ContentSecurityPolicy[]).flatMap((policy) => [...policy]))
        for (const word of [name, ...values]) {
          assert.doesNotMatch(word, /[,;\t\n\f\r ]/);
          assert.ok(text.toLowerCase().includes(word.toLowerCase()));
        }
    },
  },
  'a source expression': {
    valid: ['https://wallet.example', '*.example', '*', 'https:', "'self'", 'wallet.example:443/alice'],
    dictionary: ['https:', '//', '*.', 'wallet', '.example', ':443', '/alice', "'none'", '%61'],
    // A source expression that allows https://wallet.example/alice contains its host, its scheme, or a
    // wildcard.
    check: (matches, text) => assert.ok(!matches || /example|\*|^https?:$/i.test(text), text),
  },
  'a set of tokens': {
    valid: ['a b', ' a\tb\n'],
    dictionary: ['a', ' ', '\f', '\u00a0'],
    check: (tokens, text) => assert.equal((tokens as string[]).join(''), text.replace(/[\t\n\f\r ]/g, '')),
  },
  'a payment pointer': {
    valid: ['$wallet.example', '$wallet.example/alice', 'https://wallet.example/alice'],
    dictionary: ['$', 'wallet.example', '/alice', ':22', 'u@', '[::1]'],
    check(resolved, text) {
      if (resolved === null || !text.startsWith('$'))
        return assert.ok(resolved === null || resolved === text);
      const { protocol, username, port, search, hash } = new URL(String(resolved));
      assert.deepEqual([protocol, username, port, search, hash], ['https:', '', '', '', '']);
    },
  },
  'the way back from the connect page': {
    valid: ['/', '/a/b.html', '/a%20b/'],
    hostile: ['//evil.example', '/\\evil.example', '/%2fevil.example', '/a?b', '/:80@evil.example'],
    dictionary: ['/', '//', '/\\', 'evil.example', '%2f', '%5c', ':', '@', '..', '/./'],
    check(path) {
      assert.equal(new URL(String(path), 'https://site.example').origin, 'https://site.example');
      assert.equal(new URL(`https://site.example${String(path)}`).hostname, 'site.example');
      assert.doesNotMatch(String(path), /[?#\\]|\/\//);
    },
  },
  'an amount of an event': {
    valid: ['0', '0.01', '12.5'],
    dictionary: ['0', '.', '1', '-', '+', ' '],
    check: (totals, text) =>
      assert.equal(normalizeDecimal((totals as { value: string }[])[0]?.value ?? ''), normalizeDecimal(text)),
  },
  'a duration of a simulation': {
    valid: ['250ms', '10s', 'PT1H30M', 'P31D'],
    dictionary: ['P', 'T', 'ms', 's', 'm', 'h', 'd', 'w', 'PT', '.5'],
    check: (duration) => assert.ok(Number(duration) >= 0 && Number(duration) <= Number.MAX_SAFE_INTEGER),
  },
  'text shown by <wm-status>': {
    valid: ['Alice', 'https://wallet.example/alice'],
    dictionary: ['\u202e', '\u200b', 'a'.repeat(300)],
    check: (text) => checkDisplayedText(String(text), 241),
  },
  'a URL shown by <wm-status>': {
    valid: ['https://wallet.example/alice', 'https://xn--bcher-kva.example/'],
    dictionary: ['https://', 'u:p@', '\u202e', '%e2%80%ae', 'a'.repeat(100)],
    check: (text) => checkDisplayedText(String(text), 82),
  },
};

function checkAllowlist(list: unknown, text: string): void {
  if (list === null) return;
  const { all, origins } = list as Allowlist;
  assert.ok(text.includes('monetization'));
  assert.ok(!all || text.includes('*'));
  for (const origin of origins) assert.ok(['https://site.example', 'https://frame.example'].includes(origin));
}

function checkDisplayedText(text: string, most: number): void {
  assert.ok(text.length <= most, `${text.length} characters`);
  assert.doesNotMatch(text, /[\p{Cc}\p{Cf}]/u);
}
