import { expect } from '@open-wc/testing';
import type { Payment, Session } from '../../../../src/protocol/relay-messages.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { AgentFixture } from '../support/agent-fixture.js';
import {
  sampleWalletAddressDetails,
  createDeferred,
  samplePayment,
  rejectWith,
} from '../support/fake-relay.js';

describe('the session flow', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('requests the wallet address and the connection at the same time', async () => {
    page.relay.onWalletAddress = () => createDeferred<never>().promise;
    page.relay.onConnect = () => createDeferred<never>().promise;
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.relay.calls).to.include.members(['wallet alice', 'connect']);
  });

  for (const [change, act] of [
    ['removed', (link: HTMLLinkElement) => link.remove()],
    ['disabled', (link: HTMLLinkElement) => link.setAttribute('disabled', '')],
  ] as const) {
    it(`ends the session of a link that is ${change}`, async () => {
      const link = page.addLink('alice');
      page.start();
      await page.platform.advance();
      act(link);
      await page.platform.advance(60_000);
      expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1']);
      expect(page.relay.callsStartingWith('payment')).to.have.length(1);
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

  it('retries a failed link when it is inserted again', async () => {
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = rejectWith('wallet-address-not-found');
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
    it(`waits as long as a provider requires with ${code}, and then continues`, async () => {
      const { onConnect, onWalletAddress, onSession } = page.relay;
      const later = () => Promise.reject(new RelayError(code, { status: 429, retryAfter: 20_000 }));
      page.relay.onConnect = page.relay.onWalletAddress = later;
      page.addLink('alice');
      page.start();
      await page.platform.advance(19_000);
      expect(page.relay.callsStartingWith('wallet')).to.have.length(1);
      expect(page.relay.callsStartingWith('connect')).to.have.length(1);
      Object.assign(page.relay, { onConnect, onWalletAddress, onSession: later });
      await page.platform.advance(4_000);
      expect(page.relay.callsStartingWith('wallet')).to.have.length(2);
      expect(page.relay.callsStartingWith('session')).to.have.length(1);
      await page.platform.advance(15_000);
      expect(page.relay.callsStartingWith('session')).to.have.length(1);
      page.relay.onSession = onSession;
      await page.platform.advance(10_000);
      expect(page.relay.callsStartingWith('session')).to.have.length(2);
      expect(page.eventsOf('monetization')).not.to.eql([]);
    });
  }

  it('deletes a session that was created after its link was removed', async () => {
    const answer = createDeferred<Session>();
    page.relay.onSession = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.remove();
    await page.platform.advance();
    answer.resolve({
      id: 'late',
      walletAddress: sampleWalletAddressDetails(link.href),
      incomingPayment: 'https://wallet.example/incoming/late',
      expiresAt: '2026-01-01T00:10:00Z',
    });
    await page.platform.advance(10_000);
    expect(page.relay.callsStartingWith('delete')).to.eql(['delete late']);
    expect(page.relay.callsStartingWith('payment')).to.eql([]);
  });

  it('fires no monetization event at a link that is removed during its payment', async () => {
    const answer = createDeferred<Payment>();
    page.relay.onPayment = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.remove();
    await page.platform.advance();
    answer.resolve(samplePayment('session-1', 2_000));
    await page.platform.advance(10_000);
    expect(page.eventsOf('monetization')).to.eql([]);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '1.23' }]);
  });

  it('reports that no wallet is connected, and polls', async () => {
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

  it('creates a session later when that fails temporarily', async () => {
    const { onSession } = page.relay;
    page.relay.onSession = rejectWith('receiver-refused');
    page.addLink('alice');
    page.start();
    await page.platform.advance(500);
    expect(page.state.sessions[0]?.error?.code).to.equal('receiver-refused');
    page.relay.onSession = onSession;
    await page.platform.advance(2_000);
    expect(page.state.sessions[0]?.status).to.equal('active');
    expect(page.eventsOf('error')).to.eql([]);
  });

  it('clears its error once the link with failed payments is removed', async () => {
    page.relay.onPayment = rejectWith('provider-failed');
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.state.status).to.equal('error');
    link.remove();
    await page.platform.advance();
    expect(page.state.status).to.equal('ready');
    expect(page.state.error).to.equal(null);
  });

  it('clears the error of a link whose wallet has responded since', async () => {
    const { onWalletAddress } = page.relay;
    page.relay.onWalletAddress = rejectWith('wallet-unreachable');
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.state.sessions[0]?.error?.code).to.equal('wallet-unreachable');
    page.relay.onWalletAddress = onWalletAddress;
    await page.platform.advance(2_000);
    expect(page.state.sessions[0]?.error).to.equal(null);
  });

  it('sends no request to an unreachable provider while the page is hidden', async () => {
    page.relay.onWalletAddress = rejectWith('provider-unreachable');
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.visibility.set(false);
    await page.platform.advance(600_000);
    expect(page.relay.callsStartingWith('wallet')).to.have.length(1);
    page.visibility.set(true);
    await page.platform.advance();
    expect(page.relay.callsStartingWith('wallet')).to.have.length(2);
  });

  it('leaves nothing behind when it is stopped', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.stop();
    await page.platform.advance(60_000);
    expect('monetization' in document).to.equal(false);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.relay.callsStartingWith('delete')).to.have.length(1);
  });
});
