import { expect } from '@open-wc/testing';
import { AgentFixture } from '../support/agent-fixture.js';
import { sampleWalletAddressDetails, rejectWith } from '../support/fake-relay.js';

type Outcome = 'none' | 'load' | 'error' | 'refused';

/**
 * The outcome for a link with this href: its event, its error code, and the URL that the provider looks up.
 */
const HREFS: [what: string, href: string | null, outcome: Outcome, requested?: string][] = [
  ['a missing href', null, 'none'],
  ['an empty href', '', 'none'],
  ['white space only', ' \n', 'load', location.href],
  ['an https URL', 'https://wallet.example/alice', 'load'],
  [
    'an https URL in white space',
    '\n https://wallet.example/alice\t',
    'load',
    'https://wallet.example/alice',
  ],
  ['an http URL', 'http://wallet.example/alice', 'load'],
  ['an http URL on loopback', 'http://localhost:3000/alice', 'load'],
  ['an upper-case scheme', 'HTTPS://Wallet.Example/Alice', 'load', 'https://wallet.example/Alice'],
  ['a port', 'https://wallet.example:8443/alice', 'load'],
  ["the scheme's own port", 'https://wallet.example:443/alice', 'load', 'https://wallet.example/alice'],
  ['an invalid port', 'https://wallet.example:99999/alice', 'refused'],
  ['an internationalized domain', 'https://bücher.example/a', 'load', 'https://xn--bcher-kva.example/a'],
  ['a path with non-ASCII letters', 'https://wallet.example/ä', 'load', 'https://wallet.example/%C3%A4'],
  ['dots in the path', 'https://wallet.example/a/../b', 'load', 'https://wallet.example/b'],
  ['a bare origin', 'https://wallet.example', 'load', 'https://wallet.example/'],
  ['an IPv6 address', 'https://[::1]/alice', 'load'],
  ['credentials', 'https://user:secret@wallet.example/alice', 'load'],
  ['a query', 'https://wallet.example/alice?x=1', 'load'],
  ['a fragment', 'https://wallet.example/alice#x', 'load'],
  ['2,048 characters', `https://wallet.example/${'a'.repeat(2_048 - 23)}`, 'load'],
  ['2,049 characters', `https://wallet.example/${'a'.repeat(2_049 - 23)}`, 'error'],
  ['10 kB', `https://wallet.example/${'a'.repeat(10_000)}`, 'error'],
  ['a relative path', 'alice', 'load', new URL('alice', document.baseURI).href],
  ['an absolute path', '/alice', 'load', new URL('/alice', document.baseURI).href],
  [
    'a URL without a scheme',
    '//wallet.example/alice',
    'load',
    new URL('//wallet.example/alice', document.baseURI).href,
  ],
  ['a payment pointer', '$wallet.example/alice', 'error'],
  ['a payment pointer in white space', ' $wallet.example', 'error'],
  ['no host', 'https://', 'error'],
  ['an invalid host', 'https://[wallet]/alice', 'refused'],
  ['ftp', 'ftp://wallet.example/alice', 'error'],
  ['data', 'data:application/json,{}', 'error'],
  ['a javascript: URL', 'javascript:alert(1)', 'error'],
  ['a blob: URL', 'blob:https://wallet.example/1', 'error'],
  ['a file: URL', 'file:///etc/passwd', 'error'],
  ['a mailto: URL', 'mailto:alice@wallet.example', 'error'],
  ['about:blank', 'about:blank', 'error'],
];

describe('the href of a monetization link', () => {
  let page: AgentFixture;
  let requested: string[];

  beforeEach(() => {
    page = new AgentFixture();
    requested = [];
    page.relay.getWalletAddress = (walletAddress) => {
      requested.push(walletAddress);
      return isUrl(walletAddress)
        ? Promise.resolve(sampleWalletAddressDetails(walletAddress))
        : rejectWith('wallet-address-invalid')();
    };
  });
  afterEach(() => page.stop());

  for (const [what, href, outcome, resolved] of HREFS) {
    const consequence = {
      none: 'is not processed',
      load: 'is looked up by the provider',
      error: 'gets an error event without a request',
      refused: 'gets an error event from the provider',
    }[outcome];
    it(`${what} ${consequence}`, async () => {
      const link = page.createLink('alice', { href: href ?? '' });
      if (href === null) link.removeAttribute('href');
      document.head.append(link);
      page.start();
      await page.platform.advance(2_000);
      const [session] = page.state.sessions;
      const failed = outcome === 'error' || outcome === 'refused';

      expect(page.events.filter((event) => !event.startsWith('monetization'))).to.eql(
        outcome === 'none' ? [] : [failed ? 'error alice' : 'load alice'],
      );
      expect(session?.error?.code).to.equal(failed ? 'wallet-address-invalid' : undefined);
      expect(requested).to.eql(outcome === 'load' || outcome === 'refused' ? [resolved ?? href] : []);
      expect(page.relay.callsStartingWith('session ')).to.have.length(outcome === 'load' ? 1 : 0);
      expect(page.platform.warnings).to.have.length(failed ? 1 : 0);
      expect(page.platform.warnings[0]?.length ?? 0, 'a short log line').to.be.below(500);
      link.remove();
    });
  }

  it('is ignored on other links', async () => {
    for (const [index, [, href, outcome]] of HREFS.entries())
      if (outcome !== 'load' && outcome !== 'none') page.addLink(`link-${index}`, { href: href ?? '' });
    page.addLink('bob');
    page.start();
    await page.platform.advance(2_000);
    expect(page.eventsOf('load')).to.eql(['load bob']);
    expect(page.state.status).to.equal('streaming');
  });
});

function isUrl(text: string): boolean {
  try {
    return Boolean(new URL(text));
  } catch {
    return false;
  }
}
