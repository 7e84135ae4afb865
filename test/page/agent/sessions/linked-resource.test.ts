import { expect } from '@open-wc/testing';
import { AgentFixture } from '../support/agent-fixture.js';
import { sampleWalletAddressDetails, createDeferred, rejectWith } from '../support/fake-relay.js';
import type { WalletAddressDetails } from '../../../../src/protocol/wallet-address-details.js';

describe('link type "monetization": fetch and process the linked resource', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('fires load, then monetization, at a link that existed before the agent', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.events).to.eql(['load alice', 'monetization alice']);
  });

  it('finds a link that is inserted later inside a wrapper', async () => {
    page.start();
    const wrapper = document.createElement('div');
    wrapper.append(page.createLink('alice'));
    document.body.append(wrapper);
    await page.platform.advance();
    expect(page.eventsOf('load')).to.eql(['load alice']);
    wrapper.remove();
  });

  for (const rel of ['MONETIZATION', ' monetization ', 'monetization preload', 'nofollow\tMonetization']) {
    it(`finds the token in rel=${JSON.stringify(rel)}`, async () => {
      page.addLink('alice', { rel });
      page.start();
      await page.platform.advance();
      expect(page.eventsOf('load')).to.eql(['load alice']);
    });
  }

  const ineligible: Record<string, string>[] = [
    { rel: 'monetizations' },
    { rel: 'x-monetization' },
    { disabled: '' },
    { href: '' },
    { type: 'text/html' },
  ];
  for (const attributes of ineligible) {
    it(`does nothing for ${JSON.stringify(attributes)}`, async () => {
      page.addLink('alice', attributes);
      page.start();
      await page.platform.advance();
      expect(page.events).to.eql([]);
      expect(page.relay.callsStartingWith('wallet')).to.eql([]);
    });
  }

  it('processes a link that gets its rel later', async () => {
    const link = page.addLink('alice', { rel: 'author' });
    page.start();
    await page.platform.advance();
    link.rel = 'monetization';
    await page.platform.advance();
    expect(page.eventsOf('load')).to.eql(['load alice']);
  });

  it('fires error once, with the reason in the state and one line on the console', async () => {
    page.relay.onWalletAddress = rejectWith('wallet-address-not-found');
    page.addLink('alice');
    page.start();
    await page.platform.advance(120_000);

    expect(page.events).to.eql(['error alice']);
    expect(page.state.sessions[0]?.status).to.equal('error');
    expect(page.state.sessions[0]?.error?.code).to.equal('wallet-address-not-found');
    expect(page.platform.warnings).to.eql([
      '[wm-polyfill] https://wallet.example/alice: refused: wallet-address-not-found do something (wallet-address-not-found)',
    ]);
  });

  for (const href of [
    '$wallet.example/alice',
    'ftp://wallet.example/alice',
    'https://',
    `https://w.example/${'a'.repeat(2_048)}`,
  ]) {
    it(`fires error for href="${href.slice(0, 40)}" without a request to the provider`, async () => {
      page.addLink('alice', { href });
      page.start();
      await page.platform.advance();
      expect(page.events).to.eql(['error alice']);
      expect(page.relay.callsStartingWith('wallet')).to.eql([]);
    });
  }

  it('fires error when the provider is unreachable, and load once it is reachable', async () => {
    page.relay.onDescribe = rejectWith('provider-unreachable');
    page.addLink('alice');
    page.start();
    await page.platform.advance(30_000);
    expect(page.events).to.eql(['error alice']);
    expect(page.state.status).to.equal('error');
    expect(page.platform.warnings).to.have.length(1);

    page.relay.onDescribe = async () => ({
      relay: 1,
      sandbox: false,
      connectPage: 'https://provider.example/connect',
      limits: { sessions: 1 },
    });
    await page.platform.advance(60_000);
    expect(page.events.slice(0, 3)).to.eql(['error alice', 'load alice', 'monetization alice']);
    expect(page.state.error).to.equal(null);
  });

  it('sends no request for a link that is removed between two attempts', async () => {
    page.relay.onWalletAddress = rejectWith('wallet-unreachable');
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance(500);
    link.remove();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('wallet')).to.have.length(1);
  });

  it('queues load and error as tasks', async () => {
    page.addLink('alice');
    page.start();
    const { setTimeout } = page.platform;
    const queued: number[] = [];
    page.platform.setTimeout = (steps, delay) => {
      queued.push(delay);
      return setTimeout(steps, delay);
    };
    await page.platform.advance();
    expect(queued[0]).to.equal(0);
  });

  it('fires load once per processing, and again after a change of href', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.setAttribute('href', link.href);
    await page.platform.advance();
    expect(page.eventsOf('load')).to.have.length(1);

    link.href = 'https://wallet.example/bob';
    await page.platform.advance();
    expect(page.eventsOf('load')).to.have.length(2);
    expect(page.relay.callsStartingWith('wallet')).to.eql(['wallet alice', 'wallet bob']);
    expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1']);
  });

  for (const [change, act] of [
    ['removed', (link: HTMLLinkElement) => link.remove()],
    ['disabled', (link: HTMLLinkElement) => link.setAttribute('disabled', '')],
    ['no longer a monetization link', (link: HTMLLinkElement) => (link.rel = 'author')],
  ] as const) {
    it(`pays nothing to a link that is ${change} during its wallet address request`, async () => {
      const answer = createDeferred<WalletAddressDetails>();
      page.relay.onWalletAddress = () => answer.promise;
      const link = page.addLink('alice');
      page.start();
      await page.platform.advance();
      act(link);
      await page.platform.advance();
      answer.resolve(sampleWalletAddressDetails(link.href));
      await page.platform.advance(10_000);

      expect(page.events).to.eql([]);
      expect(page.relay.callsStartingWith('session')).to.eql([]);
      expect(page.state.sessions).to.eql([]);
    });
  }

  it('fires nothing at a link that is removed between the response and the task', async () => {
    const link = page.createLink('alice');
    page.start();
    const { setTimeout } = page.platform;
    page.platform.setTimeout = (steps, delay) => {
      link.remove();
      return setTimeout(steps, delay);
    };
    document.head.append(link);
    await page.platform.advance(5_000);
    expect(page.events).to.eql([]);
  });

  it('pays the new wallet only, when href changes during the old one’s request', async () => {
    const answer = createDeferred<WalletAddressDetails>();
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = (url) => (url.endsWith('alice') ? answer.promise : onWalletAddress(url));
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.href = 'https://wallet.example/bob';
    await page.platform.advance();
    answer.resolve(sampleWalletAddressDetails('https://wallet.example/alice'));
    await page.platform.advance();
    expect(page.relay.callsStartingWith('session ')).to.eql(['session bob']);
    expect(page.eventsOf('load')).to.have.length(1);
  });

  it('does not let a slow wallet delay other links', async () => {
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = (url) =>
      url.endsWith('slow') ? createDeferred<WalletAddressDetails>().promise : onWalletAddress(url);
    page.addLink('slow');
    page.addLink('bob');
    page.start();
    await page.platform.advance();
    expect(page.events).to.eql(['load bob', 'monetization bob']);
  });

  it('fires error at links beyond the provider’s session limit', async () => {
    page.relay.sessionLimit = 2;
    for (const name of ['a', 'b', 'c']) page.addLink(name);
    page.start();
    await page.platform.advance();
    expect(page.eventsOf('load')).to.eql(['load a', 'load b']);
    expect(page.eventsOf('error')).to.eql(['error c']);
    expect(page.state.sessions[2]?.error?.code).to.equal('session-limit');
  });

  it('rejects links beyond the limit in document order, and retries the next one when a session ends', async () => {
    page.relay.sessionLimit = 2;
    const slow = createDeferred<WalletAddressDetails>();
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = (url) => (url.endsWith('a') ? slow.promise : onWalletAddress(url));
    const [a] = ['a', 'b', 'c', 'd'].map((name) => page.addLink(name));
    page.start();
    await page.platform.advance();
    expect(page.events).to.include.members(['error c', 'error d', 'load b']);
    expect(page.relay.callsStartingWith('wallet')).to.eql(['wallet a', 'wallet b']);
    a?.remove();
    await page.platform.advance();
    expect(page.eventsOf('load')).to.eql(['load b', 'load c']);
    expect(page.eventsOf('error')).to.eql(['error c', 'error d']);
  });

  it('retries no link when all sessions end', async () => {
    page.relay.sessionLimit = 1;
    page.addLink('a');
    page.addLink('b');
    page.start();
    await page.platform.advance();
    page.stop();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('wallet')).to.eql(['wallet a']);
  });

  it('fires its events after the page has replaced window.Event', async () => {
    const { Event: native } = window;
    window.Event = class {} as unknown as typeof Event;
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    window.Event = native;
    expect(page.events).to.eql(['load alice', 'monetization alice']);
  });

  it('ignores a move within one task', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    document.body.append(link);
    await page.platform.advance();
    expect(page.eventsOf('load')).to.have.length(1);
  });
});
