import { expect } from '@open-wc/testing';
import { LegacyPage } from './legacy-page.js';

describe('<meta name="monetization">', () => {
  let page: LegacyPage;

  beforeEach(() => {
    page = new LegacyPage();
  });
  afterEach(() => page.stop());

  it('is paid, and gets monetization events but neither load nor error', async () => {
    const seen: EventTarget[] = [];
    const see = (event: Event): void => void seen.push(event.target as EventTarget);
    addEventListener('monetization', see);
    const meta = page.addMeta('$wallet.example/alice');
    page.start();
    await page.loaded();
    removeEventListener('monetization', see);
    expect(page.events).to.eql(['monetization $wallet.example/alice']);
    expect(seen).to.eql([meta]);
    expect(page.state.sessions[0]?.href).to.equal('https://wallet.example/alice');
    expect(page.relay.made('session')).to.eql(['session alice']);
  });

  it('takes a URL, too, and a name in capitals', async () => {
    page.addMeta('http://localhost:4103/ok').name = 'Monetization';
    page.start();
    await page.loaded();
    expect(page.state.sessions[0]).to.include({ href: 'http://localhost:4103/ok', status: 'active' });
  });

  it('says in its session that it is no payment pointer', async () => {
    const meta = page.addMeta('$wallet.example:4103/ok');
    page.start();
    await page.loaded();
    expect(page.state.sessions[0]?.error?.code).to.equal('wallet-address-invalid');
    expect(page.state.sessions[0]?.href).to.equal('$wallet.example:4103/ok');
    meta.content = '$wallet.example/ok';
    await page.platform.advance(10);
    expect(page.state.sessions[0]).to.include({ href: 'https://wallet.example/ok', error: null });
  });

  it('counts when it is inserted, changed, renamed and removed later', async () => {
    page.start();
    const meta = page.addMeta('$wallet.example/alice');
    await page.platform.advance();
    await page.loaded();
    expect(page.relay.made('session')).to.eql(['session alice']);
    meta.content = '$wallet.example/bob';
    await page.platform.advance(10);
    expect(page.relay.made('session')).to.eql(['session alice', 'session bob']);
    meta.name = 'description';
    await page.platform.advance(10);
    expect(page.state.sessions).to.eql([]);
    meta.name = 'monetization';
    await page.platform.advance(10);
    expect(page.state.sessions).to.have.length(1);
    meta.remove();
    await page.platform.advance(10);
    expect(page.state.sessions).to.eql([]);
    expect(page.relay.made('delete')).to.have.length(3);
  });

  it('stops, finally, when a link comes, and does not count any more', async () => {
    page.addMeta('$wallet.example/alice');
    await page.startPaid();
    const { requestId } = page.details[0] ?? {};
    page.takeHeard();
    page.addLink('bob');
    await page.platform.advance(2_010);
    expect(page.heard.slice(0, 3)).to.eql(['stop stopped', 'pending pending', 'start started']);
    expect(page.details[0]).to.eql({
      paymentPointer: '$wallet.example/alice',
      requestId,
      finalized: true,
    });
    page.addMeta('$wallet.example/carol');
    await page.platform.advance(2_000);
    expect(page.state.sessions.map(({ href }) => href)).to.eql(['https://wallet.example/bob']);
    expect(page.platform.warnings.filter((line) => line.includes('link wins'))).to.have.length(1);
    expect(page.platform.warnings.filter((line) => line.includes('one tag'))).to.eql([]);
  });

  it('loads nothing and says nothing where there is a link', async () => {
    page.addLink('bob');
    page.addMeta('$wallet.example/alice');
    page.start();
    await page.loaded();
    expect(page.relay.made('session')).to.eql(['session bob']);
    expect(page.platform.warnings).to.eql([]);
  });

  it('counts once, and only in the head', async () => {
    page.addMeta('$wallet.example/body', document.body);
    page.addMeta('$wallet.example/alice');
    page.addMeta('$wallet.example/bob');
    page.start();
    await page.loaded();
    expect(page.relay.made('session')).to.eql(['session alice']);
    expect(page.platform.warnings.filter((line) => line.includes('only the first'))).to.have.length(1);
  });

  it('is told once that it is deprecated', async () => {
    const meta = page.addMeta('$wallet.example/alice');
    page.start();
    await page.loaded();
    meta.content = '$wallet.example/bob';
    await page.platform.advance(10);
    expect(page.platform.warnings.filter((line) => line.includes('deprecated'))).to.eql([
      '[wm-polyfill] <meta name="monetization"> is of the first version of Web Monetization, which is deprecated. ' +
        'Write <link rel="monetization" href="…"> instead.',
    ]);
  });
});
