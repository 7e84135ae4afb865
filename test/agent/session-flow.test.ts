import { expect } from '@open-wc/testing';
import type { Payment, Session } from '../../src/protocol/relay-messages.js';
import { RelayError } from '../../src/relay/relay-error.js';
import { AgentFixture } from './support/agent-fixture.js';
import { detailsOf, gate, paymentOf, refuse } from './support/relay-double.js';

describe('session flow', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('asks for the wallet address and the connection at the same time', async () => {
    page.relay.onWalletAddress = () => gate<never>().promise;
    page.relay.onConnect = () => gate<never>().promise;
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.relay.calls).to.include.members(['wallet alice', 'connect']);
  });

  for (const [change, act] of [
    ['removed', (link: HTMLLinkElement) => link.remove()],
    ['disabled', (link: HTMLLinkElement) => link.setAttribute('disabled', '')],
  ] as const) {
    it(`ends the session of a link that is ${change}, and pays it no more`, async () => {
      const link = page.addLink('alice');
      page.start();
      await page.platform.advance();
      act(link);
      await page.platform.advance(60_000);
      expect(page.relay.made('delete')).to.eql(['delete session-1']);
      expect(page.relay.made('payment')).to.have.length(1);
      expect(page.state.status).to.equal('ready');
    });
  }

  it('starts again, with load, when a disabled link is enabled', async () => {
    const link = page.addLink('alice', { disabled: '' });
    page.start();
    await page.platform.advance();
    link.removeAttribute('disabled');
    await page.platform.advance();
    expect(page.events).to.eql(['load alice', 'monetization alice']);
  });

  it('tries a failed link again when it is inserted again', async () => {
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = refuse('wallet-address-not-found');
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.remove();
    await page.platform.advance();
    page.relay.onWalletAddress = onWalletAddress;
    document.head.append(link);
    await page.platform.advance();
    expect(page.events).to.eql(['error alice', 'load alice', 'monetization alice']);
  });

  for (const code of ['rate-limited', 'provider-busy'] as const) {
    it(`waits as long as a provider asks that answers ${code}, and then goes on where it was`, async () => {
      const { onConnect, onWalletAddress, onSession } = page.relay;
      const later = () => Promise.reject(new RelayError(code, { status: 429, retryAfter: 20_000 }));
      page.relay.onConnect = page.relay.onWalletAddress = later;
      page.addLink('alice');
      page.start();
      await page.platform.advance(19_000);
      expect(page.relay.made('wallet')).to.have.length(1);
      expect(page.relay.made('connect')).to.have.length(1);
      Object.assign(page.relay, { onConnect, onWalletAddress, onSession: later });
      await page.platform.advance(4_000);
      expect(page.relay.made('wallet')).to.have.length(2);
      expect(page.relay.made('session')).to.have.length(1);
      await page.platform.advance(15_000);
      expect(page.relay.made('session')).to.have.length(1);
      page.relay.onSession = onSession;
      await page.platform.advance(10_000);
      expect(page.relay.made('session')).to.have.length(2);
      expect(page.eventsOf('monetization')).not.to.eql([]);
    });
  }

  it('says goodbye to a session that is created after its link has gone', async () => {
    const answer = gate<Session>();
    page.relay.onSession = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.remove();
    await page.platform.advance();
    answer.open({
      id: 'late',
      walletAddress: detailsOf(link.href),
      incomingPayment: 'https://wallet.example/incoming/late',
      expiresAt: '2026-01-01T00:10:00Z',
    });
    await page.platform.advance(10_000);
    expect(page.relay.made('delete')).to.eql(['delete late']);
    expect(page.relay.made('payment')).to.eql([]);
  });

  it('fires no monetization event at a link that is removed while its payment is in flight', async () => {
    const answer = gate<Payment>();
    page.relay.onPayment = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.remove();
    await page.platform.advance();
    answer.open(paymentOf('session-1', 2_000));
    await page.platform.advance(10_000);
    expect(page.eventsOf('monetization')).to.eql([]);
    expect(page.relay.made('payment')).to.have.length(1);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '1.23' }]);
  });

  it('tells the visitor that no wallet is connected, and keeps asking', async () => {
    const { onConnect } = page.relay;
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.addLink('alice');
    page.start();
    await page.platform.advance(30_000);
    expect(page.state.status).to.equal('not-connected');
    expect(page.state.error?.code).to.equal('not-connected');
    expect(page.events).to.eql(['load alice']);
    page.relay.onConnect = onConnect;
    await page.platform.advance(30_000);
    expect(page.state.status).to.equal('streaming');
  });

  it('creates a session later when that fails for the moment', async () => {
    const { onSession } = page.relay;
    page.relay.onSession = refuse('receiver-refused');
    page.addLink('alice');
    page.start();
    await page.platform.advance(500);
    expect(page.state.sessions[0]?.error?.code).to.equal('receiver-refused');
    page.relay.onSession = onSession;
    await page.platform.advance(2_000);
    expect(page.state.sessions[0]?.status).to.equal('active');
    expect(page.eventsOf('error')).to.eql([]);
  });

  it('has no error any more once the link whose payments failed is gone', async () => {
    page.relay.onPayment = refuse('provider-failed');
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.state.status).to.equal('error');
    link.remove();
    await page.platform.advance();
    expect(page.state.status).to.equal('ready');
    expect(page.state.error).to.equal(null);
  });

  it('forgets the error of a link whose wallet has answered since', async () => {
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = refuse('wallet-unreachable');
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.state.sessions[0]?.error?.code).to.equal('wallet-unreachable');
    page.relay.onWalletAddress = onWalletAddress;
    await page.platform.advance(2_000);
    expect(page.state.sessions[0]?.error).to.equal(null);
  });

  it('does not ask a provider that is away while nobody looks', async () => {
    page.relay.onWalletAddress = refuse('provider-unreachable');
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.visibility.set(false);
    await page.platform.advance(600_000);
    expect(page.relay.made('wallet')).to.have.length(1);
    page.visibility.set(true);
    await page.platform.advance();
    expect(page.relay.made('wallet')).to.have.length(2);
  });

  it('leaves nothing behind when it is stopped', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.stop();
    await page.platform.advance(60_000);
    expect('monetization' in document).to.equal(false);
    expect(page.relay.made('payment')).to.have.length(1);
    expect(page.relay.made('delete')).to.have.length(1);
  });
});
