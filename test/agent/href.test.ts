import { expect } from '@open-wc/testing';
import { AgentFixture } from './support/agent-fixture.js';
import { detailsOf, refuse } from './support/relay-double.js';

type Outcome = 'none' | 'load' | 'error' | 'refused';

/** What becomes of a link with this href: its event, the code in the state, and the URL that the provider is asked about. */
const HREFS: [what: string, href: string | null, outcome: Outcome, asked?: string][] = [
  ['a missing one', null, 'none'],
  ['an empty one', '', 'none'],
  ['nothing but white space', ' \n', 'load', location.href],
  ['an https URL', 'https://wallet.example/alice', 'load'],
  [
    'an https URL in white space',
    '\n https://wallet.example/alice\t',
    'load',
    'https://wallet.example/alice',
  ],
  ['an http URL', 'http://wallet.example/alice', 'load'],
  ['an http URL of this machine', 'http://localhost:3000/alice', 'load'],
  ['a scheme in capitals', 'HTTPS://Wallet.Example/Alice', 'load', 'https://wallet.example/Alice'],
  ['a port', 'https://wallet.example:8443/alice', 'load'],
  ["the scheme's own port", 'https://wallet.example:443/alice', 'load', 'https://wallet.example/alice'],
  ['a port that is none', 'https://wallet.example:99999/alice', 'refused'],
  [
    'a domain with letters of another script',
    'https://bücher.example/a',
    'load',
    'https://xn--bcher-kva.example/a',
  ],
  [
    'a path with letters of another script',
    'https://wallet.example/ä',
    'load',
    'https://wallet.example/%C3%A4',
  ],
  ['dots in the path', 'https://wallet.example/a/../b', 'load', 'https://wallet.example/b'],
  ['a bare origin', 'https://wallet.example', 'load', 'https://wallet.example/'],
  ['an address of version 6', 'https://[::1]/alice', 'load'],
  ['credentials', 'https://user:secret@wallet.example/alice', 'load'],
  ['a query', 'https://wallet.example/alice?x=1', 'load'],
  ['a fragment', 'https://wallet.example/alice#x', 'load'],
  ['2,048 characters', `https://wallet.example/${'a'.repeat(2_048 - 23)}`, 'load'],
  ['2,049 characters', `https://wallet.example/${'a'.repeat(2_049 - 23)}`, 'error'],
  ['10 kB', `https://wallet.example/${'a'.repeat(10_000)}`, 'error'],
  ['a relative one', 'alice', 'load', new URL('alice', document.baseURI).href],
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
  ['a host that is none', 'https://[wallet]/alice', 'refused'],
  ['ftp', 'ftp://wallet.example/alice', 'error'],
  ['data', 'data:application/json,{}', 'error'],
  ['a script', 'javascript:alert(1)', 'error'],
  ['a blob', 'blob:https://wallet.example/1', 'error'],
  ['a file', 'file:///etc/passwd', 'error'],
  ['a mail address', 'mailto:alice@wallet.example', 'error'],
  ['about:blank', 'about:blank', 'error'],
];

describe('the href of a monetization link', () => {
  let page: AgentFixture;
  let asked: string[];

  beforeEach(() => {
    page = new AgentFixture();
    asked = [];
    page.relay.getWalletAddress = (walletAddress) => {
      asked.push(walletAddress);
      return isUrl(walletAddress)
        ? Promise.resolve(detailsOf(walletAddress))
        : refuse('wallet-address-invalid')();
    };
  });
  afterEach(() => page.stop());

  for (const [what, href, outcome, resolved] of HREFS) {
    const consequence = {
      none: 'is nothing to process',
      load: 'is for the provider to look up',
      error: 'gets an error event, and nobody is asked',
      refused: 'gets an error event, because the provider knows no such URL',
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
      expect(asked).to.eql(outcome === 'load' || outcome === 'refused' ? [resolved ?? href] : []);
      expect(page.relay.made('session ')).to.have.length(outcome === 'load' ? 1 : 0);
      expect(page.platform.warnings).to.have.length(failed ? 1 : 0);
      expect(page.platform.warnings[0]?.length ?? 0, 'the console is not flooded').to.be.below(500);
      link.remove();
    });
  }

  it('leaves other links alone, whatever it is', async () => {
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
