import assert from 'node:assert/strict';
import ipaddr from 'ipaddr.js';
import { convertScaledAmountToDecimal } from '../../src/protocol/amount.js';
import { checkJson } from './check-json.js';
import { isLoopback, normalizeDecimal } from './oracles.js';
import type { FuzzedParser } from './parser-targets.js';
import { JSON_DICTIONARY, URL_DICTIONARY } from './dictionaries.js';

const AMOUNT_DICTIONARY = ['0', '00', '1', '9223372036854775807', '9223372036854775808', '.', '-', '+'];

/** Parsers of the provider. */
export const PROVIDER_PARSERS: Record<string, FuzzedParser> = {
  'the body of a relay call': {
    valid: [
      '{}',
      '{"a":1}',
      '{"walletAddress":"https://wallet.example/alice"}',
      '{"a":[1,{"b":"\\n:"}],"c":"\\\\"}',
    ],
    hostile: ['{"a":1,"a":2}', '{"__proto__":{"a":1}}', '{"a":"\\u0000"}', '{"a":"\\ud800"}', '['.repeat(17)],
    dictionary: JSON_DICTIONARY,
    check: (value, text) => checkJson(value, text),
  },
  'a form of the account page': {
    valid: ['token=a&site=https%3A%2F%2Fsite.example', 'amount=1.00'],
    dictionary: ['&', '=', 'token', '%26'],
    check(fields, text) {
      assert.equal(Object.getPrototypeOf(fields), null);
      assert.deepEqual(new Set(Object.keys(fields as object)), new Set(new URLSearchParams(text).keys()));
    },
  },
  'an Origin header': {
    valid: ['https://site.example', 'http://localhost:3000'],
    hostile: ['https://site.example/', 'http://site.example', 'null'],
    dictionary: URL_DICTIONARY,
    check(isSite, text) {
      if (!isSite) return;
      const { origin, protocol, hostname } = new URL(text);
      assert.equal(origin, text);
      assert.ok(protocol === 'https:' || isLoopback(hostname));
    },
  },
  'a wallet address at the provider': {
    valid: ['https://wallet.example/alice', 'https://xn--bcher-kva.example:443/'],
    hostile: [
      'http://wallet.example/',
      'https://127.0.0.1/',
      'https://u:p@wallet.example/',
      'https://a.example/?b',
    ],
    dictionary: URL_DICTIONARY,
    check(url) {
      const { protocol, username, password, hash, search, port, hostname } = url as URL;
      assert.deepEqual(
        { protocol, username, password, hash, search, port },
        { protocol: 'https:', username: '', password: '', hash: '', search: '', port: '' },
      );
      const literal = hostname.replace(/^\[|\]$/g, '');
      assert.ok(
        ipaddr.isValid(literal) ? ipaddr.process(literal).range() === 'unicast' : hostname.includes('.'),
      );
      assert.doesNotMatch(hostname, /(^|\.)localhost\.?$/);
    },
  },
  'a payment that a wallet has made': {
    valid: ['https://wallet.example/incoming-payments/1'],
    dictionary: [...URL_DICTIONARY, '/incoming-payments/'],
    check: (_result, text) => assert.match(text, /\/incoming-payments\/./),
  },
  'a Retry-After header': {
    valid: ['1', 'Wed, 21 Oct 2026 07:28:00 GMT'],
    dictionary: ['-', 'GMT', '1e9', 'Infinity'],
    check: (rest) => assert.ok(Number(rest) >= 0 && Number(rest) <= 60_000, String(rest)),
  },
  'a name that a wallet shows': {
    valid: ['Alice', 'Ålice & Søns'],
    dictionary: ['\u0301', '\u200b', '\u2066', 'a'.repeat(60)],
    check(name) {
      if (name === null) return;
      assert.ok([...String(name)].length <= 60);
      assert.doesNotMatch(String(name), /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    },
  },
  'a log line of an error': {
    valid: ['GET https://wallet.example/a?hash=1 failed'],
    dictionary: ['?', 'https://a?b', '&c=d', '"', ')'],
    check: (line) => assert.doesNotMatch(String(line), /\?[^…]/),
  },
  'a scaled amount': {
    valid: ['0', '125', '9223372036854775807'],
    dictionary: AMOUNT_DICTIONARY,
    check: (amount, text) => assert.equal(String(amount), text),
  },
  'a decimal amount': {
    valid: ['0', '1.25', '0.60'],
    dictionary: AMOUNT_DICTIONARY,
    check: (amount, text) =>
      assert.equal(
        normalizeDecimal(convertScaledAmountToDecimal(amount as bigint, 255)),
        normalizeDecimal(text),
      ),
  },
};
