import { expect } from '@open-wc/testing';
import { doesUrlMatchExpression } from '../../../../src/page/agent/policy/does-url-match-expression.js';

const PAGE = 'http://page.example';

/** A source expression, a URL, and whether they match on a page at http://page.example. */
const CASES: [string, string, boolean][] = [
  ['*', 'https://wallet.example/alice', true],
  ['*', 'http://wallet.example/alice', true],
  ["'none'", 'https://wallet.example/alice', false],
  ["'unsafe-inline'", 'https://wallet.example/alice', false],
  ["'nonce-abc'", 'https://wallet.example/alice', false],
  ["'SELF'", 'http://page.example/alice', true],
  ["'self'", 'https://page.example/alice', true],
  ["'self'", 'http://page.example:8080/alice', false],
  ["'self'", 'http://www.page.example/alice', false],
  ['https:', 'https://wallet.example/alice', true],
  ['https:', 'http://wallet.example/alice', false],
  ['HTTP:', 'https://wallet.example/alice', true],
  ['data:', 'https://wallet.example/alice', false],
  ['wallet.example', 'https://wallet.example/alice', true],
  ['wallet.example', 'http://wallet.example/alice', true],
  ['WALLET.example', 'https://wallet.example/alice', true],
  ['wallet.example', 'https://sub.wallet.example/alice', false],
  ['wallet.example', 'https://wallet.example:8443/alice', false],
  ['wallet.example', 'https://wallet.example.evil.example/', false],
  ['https://wallet.example', 'http://wallet.example/alice', false],
  ['http://wallet.example', 'https://wallet.example/alice', true],
  ['*.example', 'https://wallet.example/alice', true],
  ['*.wallet.example', 'https://a.b.wallet.example/', true],
  ['*.wallet.example', 'https://wallet.example/', false],
  ['*.wallet.example', 'https://evilwallet.example/', false],
  ['https://*', 'https://wallet.example/', true],
  ['https://*', 'https://wallet.example:8443/', false],
  ['https://*:*', 'https://wallet.example:8443/', true],
  ['wallet.example:443', 'https://wallet.example/', true],
  ['wallet.example:80', 'http://wallet.example/', true],
  ['http://wallet.example:80', 'https://wallet.example/', true],
  ['https://wallet.example:80', 'https://wallet.example/', false],
  ['http://wallet.example:8080', 'https://wallet.example/', false],
  ['wallet.example:8443', 'https://wallet.example:8443/', true],
  ['wallet.example:8443', 'https://wallet.example/', false],
  ['wallet.example:*', 'https://wallet.example:8443/', true],
  ['wallet.example/', 'https://wallet.example/alice', true],
  ['wallet.example/alice', 'https://wallet.example/alice', true],
  ['wallet.example/alice', 'https://wallet.example/alice/', false],
  ['wallet.example/alice', 'https://wallet.example/alice/more', false],
  ['wallet.example/alice/', 'https://wallet.example/alice/more', true],
  ['wallet.example/alice/', 'https://wallet.example/alice', false],
  ['wallet.example/Alice', 'https://wallet.example/alice', false],
  ['wallet.example/%61lice', 'https://wallet.example/alice', true],
  ['wallet.example/a%FF', 'https://wallet.example/a%FF', true],
  ['wallet.example/alice?x', 'https://wallet.example/alice?x', false],
  ['127.0.0.1:4103', 'http://127.0.0.1:4103/ok', true],
  ['http://localhost:*', 'http://localhost:4103/ok', true],
  ['http://[::1]:4103', 'http://[::1]:4103/ok', true],
  ['//wallet.example', 'https://wallet.example/', false],
  ['https://user@wallet.example', 'https://wallet.example/', false],
  ['', 'https://wallet.example/', false],
];

describe('a source expression of a Content Security Policy', () => {
  for (const [expression, url, expected] of CASES) {
    it(`${expression} ${expected ? 'matches' : 'does not match'} ${url}`, () => {
      expect(doesUrlMatchExpression(new URL(url), expression, PAGE)).to.equal(expected);
    });
  }

  it('without a scheme does not match http on an https page', () => {
    const matches = (url: string) =>
      doesUrlMatchExpression(new URL(url), 'wallet.example', 'https://page.example');
    expect(matches('https://wallet.example/')).to.equal(true);
    expect(matches('http://wallet.example/')).to.equal(false);
  });

  it("with 'self' matches nothing on a page with an opaque origin", () => {
    expect(doesUrlMatchExpression(new URL('https://wallet.example/'), "'self'", 'null')).to.equal(false);
  });
});
