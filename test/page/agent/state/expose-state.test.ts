import { expect } from '@open-wc/testing';
import type { Connection } from '../../../../src/protocol/relay-messages.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { createDeferred, samplePayment, rejectWith } from '../support/fake-relay.js';

const eur = (value: string) => ({ value, assetCode: 'EUR', assetScale: 2 });
const CONNECTED: Connection = {
  id: 'secret',
  state: 'active',
  budget: eur('500'),
  spent: eur('7'),
  rate: eur('60'),
  renewsAt: '2026-02-01T00:00:00Z',
};

describe('the state and commands of document.monetization', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('contain the sessions', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.monetization.sessions).to.have.length(1);
    expect(page.monetization.sessions).to.equal(page.state.sessions);
  });

  it('contain the connection in decimals, frozen, and without its id', async () => {
    page.relay.onConnect = async () => CONNECTED;
    page.start();
    expect(page.monetization.connection).to.equal(null);
    await page.platform.advance();
    expect(page.monetization.connection).to.eql({
      state: 'active',
      currency: 'EUR',
      budget: '5.00',
      spent: '0.07',
      rate: '0.60',
      renewsAt: '2026-02-01T00:00:00Z',
    });
    expect(page.monetization.connection).to.equal(page.state.connection);
    expect(Object.isFrozen(page.monetization.connection)).to.equal(true);
    expect(JSON.stringify(page.state)).not.to.include('secret');
  });

  it('contain no amounts before a wallet is connected', async () => {
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    page.start();
    await page.platform.advance();
    expect(page.monetization.connection).to.eql({
      state: 'new',
      currency: null,
      budget: null,
      spent: null,
      rate: null,
      renewsAt: null,
    });
  });

  it('add this page’s payments to the spent amount, and fire a change', async () => {
    page.relay.onConnect = async () => structuredClone(CONNECTED);
    page.addLink('alice');
    page.start();
    let changes = 0;
    page.monetization.addEventListener('agentstatechange', () => changes++);
    await page.platform.advance();
    expect(page.monetization.connection?.spent).to.equal('1.30');
    const before = changes;
    await page.platform.advance(2_000);
    expect(page.monetization.connection?.spent).to.equal('2.53');
    expect(changes).to.equal(before + 1);
  });

  it('show the provider’s spent amount, which includes other pages and failed payments', async () => {
    page.relay.onConnect = async () => structuredClone(CONNECTED);
    page.relay.onPayment = async (session) => ({ ...samplePayment(session, 2_000), spent: eur('42') });
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.monetization.connection?.spent).to.equal('0.42');
  });

  describe('disconnect()', () => {
    // From here on its lazy module loads immediately.
    before(() => import('../../../../src/page/agent/connection/connect-handshake.js'));

    const disconnect = async (): Promise<void> => {
      page.monetization.disconnect();
      await import('../../../../src/page/agent/connection/connect-handshake.js');
      await page.platform.advance();
    };

    it('ends the sessions, revokes the consent, and stops payments', async () => {
      page.addLink('alice');
      page.start();
      await page.platform.advance();
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      expect(page.monetization.disconnect()).to.equal(undefined);
      await disconnect();
      expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1']);
      expect(page.relay.callsStartingWith('disconnect')).to.eql(['disconnect connection']);
      expect(page.state.status).to.equal('not-connected');
      expect(page.monetization.connection?.state).to.equal('revoked');
      await page.platform.advance(30_000);
      expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    });

    it('lets the links be paid again after the next consent', async () => {
      page.addLink('alice');
      page.start();
      await page.platform.advance();
      const { onConnect } = page.relay;
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      await disconnect();
      page.relay.onConnect = onConnect;
      await page.platform.advance(60_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.relay.callsStartingWith('wallet')).to.have.length(1);
      expect(page.relay.callsStartingWith('session')).to.have.length(2);
      expect(page.eventsOf('load')).to.have.length(1);
    });

    it('does not poll the connection before the provider has deleted it', async () => {
      page.start();
      await page.platform.advance();
      const answer = createDeferred<void>();
      page.relay.onDisconnect = () => answer.promise;
      await disconnect();
      expect(page.state.status).to.equal('not-connected');
      expect(page.relay.callsStartingWith('connect')).to.have.length(1);
      answer.resolve();
      await page.platform.advance();
      expect(page.relay.callsStartingWith('connect')).to.have.length(2);
    });

    it('works for a paused connection', async () => {
      page.relay.onConnect = async () => ({ id: 'connection', state: 'paused' });
      page.start();
      await page.platform.advance();
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      await disconnect();
      await page.platform.advance();
      expect(page.relay.callsStartingWith('disconnect')).to.have.length(1);
      expect(page.relay.callsStartingWith('connect')).to.have.length(2);
      expect(page.state.status).to.equal('not-connected');
    });

    it('reports that the provider did not respond, and pays nothing although the consent is still valid', async () => {
      page.start();
      await page.platform.advance();
      page.relay.onDisconnect = rejectWith('provider-unreachable');
      await disconnect();
      await page.platform.advance();
      expect(page.state.status).to.equal('paused');
      expect(page.platform.warnings.join()).to.include('provider-unreachable');
    });

    it('does nothing without a consent, before a response, and the second time', async () => {
      page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
      page.start();
      await disconnect();
      await disconnect();
      expect(page.relay.callsStartingWith('disconnect')).to.eql([]);
      page.relay.onConnect = async () => ({ id: 'connection', state: 'active' });
      await page.platform.advance(60_000);
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      await disconnect();
      await disconnect();
      expect(page.relay.callsStartingWith('disconnect')).to.have.length(1);
    });
  });

  describe('a member of the first version', () => {
    const loaded = async (): Promise<void> => {
      await import('../../../../src/page/agent/legacy/legacy.js');
      await page.platform.advance();
    };

    it('logs one line each that names its replacement', async () => {
      page.start();
      for (let i = 0; i < 3; i++) {
        void page.monetization.state;
        page.monetization.addEventListener('monetizationstart', () => undefined);
        page.monetization.addEventListener('tip', () => undefined);
      }
      await loaded();
      const lines = page.platform.warnings.filter((line) => line.includes('deprecated'));
      expect(lines).to.have.length(3);
      // Each line is logged after its own import, in any order.
      const lineOf = (member: string): string | undefined =>
        lines.find((line) => line.includes(`document.monetization: ${member}`));
      expect(lineOf('state')).to.include('agentState');
      expect(lineOf('monetizationstart')).to.include('the monetization event');
      expect(lineOf('tip')).to.be.a('string');
    });

    it('is not used by listeners for agentstatechange or for types unknown to the first version', async () => {
      page.start();
      for (const type of ['agentstatechange', 'monetization', 'monetizationfoo', 'tips', 'constructor'])
        page.monetization.addEventListener(type, () => undefined);
      await loaded();
      expect(page.platform.warnings).to.eql([]);
    });

    it('reports the missing file that it needs, and the agent continues', async () => {
      page.addLink('alice');
      page.start({ directory: new URL('/nowhere/', location.href).href });
      const received = new Promise<void>((resolve) => {
        const { warn } = page.platform;
        page.platform.warn = (message) => {
          warn(message);
          resolve();
        };
      });
      expect(page.monetization.state).to.equal('stopped');
      await page.platform.advance();
      expect(page.monetization.state).to.equal('started');
      await received;
      expect(page.platform.warnings[0]).to.include('wm-legacy.js could not be loaded');
      await page.platform.advance(2_000);
      expect(page.eventsOf('monetization')).to.have.length(2);
    });
  });
});
