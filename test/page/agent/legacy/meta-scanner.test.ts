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
    await page.waitForLegacyModule();
    removeEventListener('monetization', see);
    expect(page.events).to.eql(['monetization $wallet.example/alice']);
    expect(seen).to.eql([meta]);
    expect(page.state.sessions[0]?.href).to.equal('https://wallet.example/alice');
    expect(page.relay.callsStartingWith('session')).to.eql(['session alice']);
  });

  it('also accepts a URL, and a name in capitals', async () => {
    page.addMeta('http://localhost:4103/ok').name = 'Monetization';
    page.start();
    await page.waitForLegacyModule();
    expect(page.state.sessions[0]).to.include({ href: 'http://localhost:4103/ok', status: 'active' });
  });

  it('reports an invalid payment pointer in its session', async () => {
    const meta = page.addMeta('$wallet.example:4103/ok');
    page.start();
    await page.waitForLegacyModule();
    expect(page.state.sessions[0]?.error?.code).to.equal('wallet-address-invalid');
    expect(page.state.sessions[0]?.href).to.equal('$wallet.example:4103/ok');
    meta.content = '$wallet.example/ok';
    await page.platform.advance(10);
    expect(page.state.sessions[0]).to.include({ href: 'https://wallet.example/ok', error: null });
  });

  it('is observed when it is inserted, changed, renamed and removed', async () => {
    page.start();
    const meta = page.addMeta('$wallet.example/alice');
    await page.platform.advance();
    await page.waitForLegacyModule();
    expect(page.relay.callsStartingWith('session')).to.eql(['session alice']);
    meta.content = '$wallet.example/bob';
    await page.platform.advance(10);
    expect(page.relay.callsStartingWith('session')).to.eql(['session alice', 'session bob']);
    meta.name = 'description';
    await page.platform.advance(10);
    expect(page.state.sessions).to.eql([]);
    meta.name = 'monetization';
    await page.platform.advance(10);
    expect(page.state.sessions).to.have.length(1);
    meta.remove();
    await page.platform.advance(10);
    expect(page.state.sessions).to.eql([]);
    expect(page.relay.callsStartingWith('delete')).to.have.length(3);
  });

  it('stops with finalized true when a link is inserted, and is ignored from then on', async () => {
    page.addMeta('$wallet.example/alice');
    await page.startPaid();
    const { requestId } = page.details[0] ?? {};
    page.takeReceivedEvents();
    page.addLink('bob');
    await page.platform.advance(2_010);
    expect(page.receivedEvents.slice(0, 3)).to.eql(['stop stopped', 'pending pending', 'start started']);
    expect(page.details[0]).to.eql({
      paymentPointer: '$wallet.example/alice',
      requestId,
      finalized: true,
    });
    page.addMeta('$wallet.example/carol');
    await page.platform.advance(2_000);
    expect(page.state.sessions.map(({ href }) => href)).to.eql(['https://wallet.example/bob']);
    expect(page.platform.warnings.filter((line) => line.includes('is ignored'))).to.have.length(1);
    expect(page.platform.warnings.filter((line) => line.includes('one tag'))).to.eql([]);
  });

  it('loads and logs nothing if there is a link', async () => {
    page.addLink('bob');
    page.addMeta('$wallet.example/alice');
    page.start();
    await page.waitForLegacyModule();
    expect(page.relay.callsStartingWith('session')).to.eql(['session bob']);
    expect(page.platform.warnings).to.eql([]);
  });

  it('is used once, and only in the head', async () => {
    page.addMeta('$wallet.example/body', document.body);
    page.addMeta('$wallet.example/alice');
    page.addMeta('$wallet.example/bob');
    page.start();
    await page.waitForLegacyModule();
    expect(page.relay.callsStartingWith('session')).to.eql(['session alice']);
    expect(page.platform.warnings.filter((line) => line.includes('Only the first'))).to.have.length(1);
  });

  it('logs once that it is deprecated', async () => {
    const meta = page.addMeta('$wallet.example/alice');
    page.start();
    await page.waitForLegacyModule();
    meta.content = '$wallet.example/bob';
    await page.platform.advance(10);
    expect(page.platform.warnings.filter((line) => line.includes('deprecated'))).to.eql([
      '[wm-polyfill] <meta name="monetization"> belongs to the first version of Web Monetization, which is deprecated. ' +
        'Write <link rel="monetization" href="…"> instead.',
    ]);
  });
});
