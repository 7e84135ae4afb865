import { expect } from '@open-wc/testing';
import type { Connection } from '../../src/protocol/relay-messages.js';
import { AgentFixture } from './support/agent-fixture.js';
import { gate, paymentOf, refuse } from './support/relay-double.js';

const eur = (value: string) => ({ value, assetCode: 'EUR', assetScale: 2 });
const CONNECTED: Connection = {
  id: 'secret',
  state: 'active',
  budget: eur('500'),
  spent: eur('7'),
  rate: eur('60'),
  renewsAt: '2026-02-01T00:00:00Z',
};

describe('what a page can read of and ask from document.monetization', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('tells the sessions of the state', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.monetization.sessions).to.have.length(1);
    expect(page.monetization.sessions).to.equal(page.state.sessions);
  });

  it('tells the connection in decimals, frozen, and without its id', async () => {
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

  it('has no amounts before a wallet has consented', async () => {
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

  it('adds what this page pays to what is spent, and says so', async () => {
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

  it('shows what the provider says that is spent, as other pages pay, and payments fail', async () => {
    page.relay.onConnect = async () => structuredClone(CONNECTED);
    page.relay.onPayment = async (session) => ({ ...paymentOf(session, 2_000), spent: eur('42') });
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.monetization.connection?.spent).to.equal('0.42');
  });

  describe('disconnect()', () => {
    // From here on the file that it lies in is there at once.
    before(() => import('../../src/agent/connect-handshake.js'));

    const disconnect = async (): Promise<void> => {
      page.monetization.disconnect();
      await import('../../src/agent/connect-handshake.js');
      await page.platform.advance();
    };

    it('ends the sessions, takes the consent back, and pays no more', async () => {
      page.addLink('alice');
      page.start();
      await page.platform.advance();
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      expect(page.monetization.disconnect()).to.equal(undefined);
      await disconnect();
      expect(page.relay.made('delete')).to.eql(['delete session-1']);
      expect(page.relay.made('disconnect')).to.eql(['disconnect connection']);
      expect(page.state.status).to.equal('not-connected');
      expect(page.monetization.connection?.state).to.equal('revoked');
      await page.platform.advance(30_000);
      expect(page.relay.made('payment')).to.have.length(1);
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
      expect(page.relay.made('wallet')).to.have.length(1);
      expect(page.relay.made('session')).to.have.length(2);
      expect(page.eventsOf('load')).to.have.length(1);
    });

    it('does not ask about the connection before the provider has let go of it', async () => {
      page.start();
      await page.platform.advance();
      const answer = gate<void>();
      page.relay.onDisconnect = () => answer.promise;
      await disconnect();
      expect(page.state.status).to.equal('not-connected');
      expect(page.relay.made('connect')).to.have.length(1);
      answer.open();
      await page.platform.advance();
      expect(page.relay.made('connect')).to.have.length(2);
    });

    it('works for a connection that is paused', async () => {
      page.relay.onConnect = async () => ({ id: 'connection', state: 'paused' });
      page.start();
      await page.platform.advance();
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      await disconnect();
      await page.platform.advance();
      expect(page.relay.made('disconnect')).to.have.length(1);
      expect(page.relay.made('connect')).to.have.length(2);
      expect(page.state.status).to.equal('not-connected');
    });

    it('says that the provider has not heard it, and pays nothing although the consent still holds', async () => {
      page.start();
      await page.platform.advance();
      page.relay.onDisconnect = refuse('provider-unreachable');
      await disconnect();
      await page.platform.advance();
      expect(page.state.status).to.equal('paused');
      expect(page.platform.warnings.join()).to.include('provider-unreachable');
    });

    it('does nothing where nobody has consented, before an answer, and the second time', async () => {
      page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
      page.start();
      await disconnect();
      await disconnect();
      expect(page.relay.made('disconnect')).to.eql([]);
      page.relay.onConnect = async () => ({ id: 'connection', state: 'active' });
      await page.platform.advance(60_000);
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      await disconnect();
      await disconnect();
      expect(page.relay.made('disconnect')).to.have.length(1);
    });
  });

  describe('a member of the first version', () => {
    const loaded = async (): Promise<void> => {
      await import('../../src/agent/legacy/legacy.js');
      await page.platform.advance();
    };

    it('gets one line each that names what replaces it', async () => {
      page.start();
      for (let i = 0; i < 3; i++) {
        void page.monetization.state;
        page.monetization.addEventListener('monetizationstart', () => undefined);
        page.monetization.addEventListener('tip', () => undefined);
      }
      await loaded();
      const lines = page.platform.warnings.filter((line) => line.includes('deprecated'));
      expect(lines).to.have.length(3);
      // Each is told when an import of its own has ended, in no certain order.
      const lineOf = (member: string): string | undefined =>
        lines.find((line) => line.includes(`document.monetization: ${member}`));
      expect(lineOf('state')).to.include('agentState');
      expect(lineOf('monetizationstart')).to.include('the monetization event');
      expect(lineOf('tip')).to.be.a('string');
    });

    it('is not used by who listens to agentstatechange, or to what the first version does not know', async () => {
      page.start();
      for (const type of ['agentstatechange', 'monetization', 'monetizationfoo', 'tips', 'constructor'])
        page.monetization.addEventListener(type, () => undefined);
      await loaded();
      expect(page.platform.warnings).to.eql([]);
    });

    it('says where to put the file that it needs when that is missing, and the agent goes on', async () => {
      page.addLink('alice');
      page.start({ directory: new URL('/nowhere/', location.href).href });
      const heard = new Promise<void>((resolve) => {
        const { warn } = page.platform;
        page.platform.warn = (message) => {
          warn(message);
          resolve();
        };
      });
      expect(page.monetization.state).to.equal('stopped');
      await page.platform.advance();
      expect(page.monetization.state).to.equal('started');
      await heard;
      expect(page.platform.warnings[0]).to.include('wm-legacy.js could not be loaded');
      await page.platform.advance(2_000);
      expect(page.eventsOf('monetization')).to.have.length(2);
    });
  });
});
