import { expect } from '@open-wc/testing';
import { createPageVisibility } from '../../../src/page/agent/core/page-visibility.js';
import { openAgentFrame, type AgentFrame } from './support/agent-frame.js';
import { AgentFixture } from './support/agent-fixture.js';
import { FakePlatform } from './support/fake-platform.js';
import { FakeRelay } from './support/fake-relay.js';
import { waitFor } from '../../support/wait-for.js';

describe('a page that is not visible', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => {
    Reflect.deleteProperty(document, 'visibilityState');
    page.stop();
  });

  function show(state: DocumentVisibilityState): void {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: state });
    document.dispatchEvent(new Event('visibilitychange'));
  }

  for (const [how, hide] of [
    ['was opened in the background', () => page.visibility.set(false)],
    ['is prerendered', () => (page.visibility.visible = false)],
  ] as const) {
    it(`sends no request when it ${how}`, async () => {
      hide();
      page.addLink('alice');
      page.start();
      await page.platform.advance(600_000);
      page.addLink('bob');
      await page.platform.advance(600_000);
      expect(page.relay.calls).to.eql([]);
      expect(page.events).to.eql([]);
      expect(page.state.pausedBy).to.equal('hidden');

      page.visibility.set(true);
      await page.platform.advance(2_000);
      expect(page.events).to.include.members(['load alice', 'load bob', 'monetization alice']);
      expect(page.relay.callsStartingWith('connect')).to.have.length(1);
    });
  }

  it('sends no request for a link that is inserted while hidden, and forgets one that is also removed then', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.visibility.set(false);
    const calls = page.relay.calls.length;
    const gone = page.addLink('gone');
    page.addLink('bob');
    await page.platform.advance(60_000);
    gone.remove();
    await page.platform.advance(60_000);
    expect(page.relay.calls).to.have.length(calls);
    page.visibility.set(true);
    await page.platform.advance();
    expect(page.relay.callsStartingWith('wallet')).to.eql(['wallet alice', 'wallet bob']);
  });

  it('keeps its sessions while it is hidden', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.visibility.set(false);
    await page.platform.advance(60_000);
    page.visibility.set(true);
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('session ')).to.have.length(1);
    expect(page.relay.callsStartingWith('delete')).to.eql([]);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });

  it('pays nothing while it is frozen, even if it is visible', async () => {
    page.addLink('alice');
    page.start({ visibility: createPageVisibility(document) });
    show('visible');
    await page.platform.advance();
    document.dispatchEvent(new Event('freeze'));
    await page.platform.advance(600_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state.pausedBy).to.equal('hidden');

    document.dispatchEvent(new Event('resume'));
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
    expect(page.state.status).to.equal('streaming');
  });

  it('stays inactive when it is resumed in the background, and continues when it is shown', async () => {
    page.addLink('alice');
    page.start({ visibility: createPageVisibility(document) });
    show('visible');
    await page.platform.advance();
    show('hidden');
    document.dispatchEvent(new Event('freeze'));
    document.dispatchEvent(new Event('resume'));
    await page.platform.advance(600_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    show('visible');
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });

  it('ends its sessions when it is unloaded, and keeps them when it enters the back/forward cache', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }));
    expect(page.relay.callsStartingWith('delete')).to.eql([]);
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);

    dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1']);
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });
});

describe('after document.open(), which removes every listener', () => {
  let frame: AgentFrame;
  let platform: FakePlatform;
  let relay: FakeRelay;
  let page: Window & typeof globalThis;

  beforeEach(async () => {
    frame = await openAgentFrame();
    page = frame.window;
    platform = new FakePlatform();
    relay = new FakeRelay();
    frame.apply();
    frame.startAgent({ provider: relay.provider, platform, relay });
  });
  afterEach(() => frame.remove());

  const LINK = '<link rel="monetization" href="https://wallet.example/alice">';

  /** Writes a new document, while the agent stays the same. */
  async function write(html: string): Promise<void> {
    page.document.open();
    page.document.write(`<!doctype html>${html}`);
    page.document.close();
    await platform.advance();
  }

  /** The module for frame policies loads in real time. */
  function passUntil(holds: () => boolean): Promise<boolean> {
    return waitFor(holds, String(holds), { between: () => platform.advance() });
  }

  const paid = (): number => relay.callsStartingWith('payment').length;

  it('links of the new document are paid, and the old ones are not', async () => {
    const old = page.document.createElement('link');
    old.setAttribute('rel', 'monetization');
    old.setAttribute('href', 'https://wallet.example/old');
    page.document.head.append(old);
    await passUntil(() => paid() === 1);
    await write(LINK);
    await passUntil(() => relay.callsStartingWith('session ').length === 2);
    await platform.advance(10_000);
    expect(relay.callsStartingWith('delete')).to.eql(['delete session-1']);
    expect(new Set(relay.callsStartingWith('payment').slice(1))).to.eql(new Set(['payment session-2']));
  });

  it('the sessions end when the page is left', async () => {
    await write(LINK);
    await passUntil(() => paid() === 1);
    page.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
    expect(relay.callsStartingWith('delete')).to.eql(['delete session-1']);
  });

  it('media that starts to play is observed', async () => {
    await write(`<video>${LINK}</video>`);
    await passUntil(() => relay.callsStartingWith('wallet').length === 1);
    await platform.advance(10_000);
    expect(paid()).to.equal(0);
    const video = page.document.querySelector('video') as HTMLVideoElement;
    Object.defineProperty(video, 'paused', { configurable: true, value: false });
    video.dispatchEvent(new Event('play'));
    await passUntil(() => paid() === 1);

    Object.defineProperty(video, 'paused', { configurable: true, value: true });
    video.dispatchEvent(new Event('pause'));
    await platform.advance(10_000);
    expect(paid()).to.equal(1);
  });

  it('a frozen page pays nothing', async () => {
    await write(LINK);
    await passUntil(() => paid() === 1);
    page.document.dispatchEvent(new Event('freeze'));
    await platform.advance(60_000);
    expect(paid()).to.equal(1);
    page.document.dispatchEvent(new Event('resume'));
    await platform.advance(2_000);
    expect(paid()).to.equal(2);
  });

  it('the content attribute onmonetization of the new document is called', async () => {
    await write(`<body onmonetization="this.title = event.amountSent.value">${LINK}`);
    await passUntil(() => page.document.body.title !== '');
    expect(page.document.body.title).to.equal('1.23');
  });

  it('a native agent is detected', async () => {
    await write(LINK);
    await passUntil(() => paid() === 1);
    page.document.dispatchEvent(new CustomEvent('__wm_ext_monetization', { bubbles: true }));
    await platform.advance(60_000);
    expect(paid()).to.equal(1);
    await passUntil(() => platform.warnings.length === 1);
  });

  it('frames of the new document get their response', async () => {
    await write(`<iframe allow="monetization" srcdoc="<script>
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => { document.title = data; };
      parent.postMessage({ wm: 'allowed-to-use', id: 'first' }, '*', [port2]);
    </script>"></iframe>`);
    await passUntil(() => page.frames[0]?.document.title === 'true');
  });
});
