import { expect } from '@open-wc/testing';
import { flushTasks } from '../support/fake-platform.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { waitFor } from '../../../support/wait-for.js';

describe('an agent under a policy', () => {
  let page: AgentFixture;
  let meta: HTMLMetaElement;

  beforeEach(() => {
    page = new AgentFixture();
    meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
  });
  afterEach(() => {
    page.stop();
    meta.remove();
  });

  function addPolicy(content: string): void {
    meta.content = content;
    document.head.append(meta);
  }

  /** The policies load when the first link needs them. */
  function passUntil(holds: () => boolean): Promise<boolean> {
    return waitFor(holds, String(holds), { between: () => page.platform.advance() });
  }

  it('fires error at a link that its policy forbids, reports why, and sends no request to the wallet', async () => {
    addPolicy("monetization-src 'none'");
    page.addLink('alice');
    page.start();
    await passUntil(() => page.events.length > 0);
    await page.platform.advance(600_000);
    expect(page.events).to.eql(['error alice']);
    expect(page.relay.callsStartingWith('wallet')).to.eql([]);
    expect(page.state.sessions[0]?.error?.code).to.equal('monetization-src');
    expect(page.platform.warnings).to.have.length(1);
    expect(page.platform.warnings[0]).to.match(/^\[wm-polyfill\] .*Refused to load the wallet address/);
  });

  it('pays a link that its policy permits', async () => {
    addPolicy('monetization-src https://wallet.example');
    page.addLink('alice');
    page.addLink('mallory', { href: 'https://elsewhere.example/mallory' });
    page.start();
    await passUntil(() => page.eventsOf('monetization').length > 0);
    expect(page.eventsOf('load')).to.eql(['load alice']);
    expect(page.eventsOf('error')).to.eql(['error mallory']);
  });

  it('retries while headers cannot be fetched, and pays afterwards', async () => {
    const { fetch } = globalThis;
    let answers = 0;
    globalThis.fetch = async () => {
      if (++answers < 3) throw new TypeError('Failed to fetch');
      return new Response(null);
    };
    try {
      page.addLink('alice');
      page.start({ policyHeaders: true });
      await passUntil(() => page.events.length > 0);
      expect(page.state.sessions[0]?.error?.code).to.equal('policy-unavailable');
      await page.platform.advance(10_000);
      expect(page.events.slice(0, 3)).to.eql(['error alice', 'load alice', 'monetization alice']);
      expect(answers).to.equal(3);
    } finally {
      globalThis.fetch = fetch;
    }
  });

  it('answers its frames from start to stop', async () => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const ask = (): Promise<unknown> => {
      const { port1, port2 } = new MessageChannel();
      const message = new MessageEvent('message', {
        data: { wm: 'allowed-to-use', id: 'x' },
        origin: location.origin,
        source: frame.contentWindow,
        ports: [port2],
      });
      const answer = new Promise((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
      const silence = (async () => {
        for (let task = 0; task < 20; task++) await flushTasks();
        return 'silence';
      })();
      dispatchEvent(message);
      return Promise.race([answer, silence]);
    };
    page.start();
    // The first request loads the policy. From then on the answer comes before the silence, or never.
    await waitFor(async () => (await ask()) === true, 'an answer');
    expect(await ask()).to.equal(true);
    frame.setAttribute('allow', "monetization 'none'");
    expect(await ask(), 'the same response').to.equal(true);
    page.stop();
    expect(await ask()).to.equal('silence');
    frame.remove();
  });
});
