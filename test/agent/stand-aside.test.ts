import { expect } from '@open-wc/testing';
import { startAgent } from '../../src/agent/agent.js';
import type { Agent, AgentOptions } from '../../src/agent/agent.js';
import { standAside } from '../../src/agent/stand-aside.js';
import type { StandAsideOptions } from '../../src/agent/stand-aside.js';
import type { AgentState } from '../../src/agent/state.js';
import { MonetizationEvent } from '../../src/page-api/monetization-event.js';
import { FakePlatform, FakeVisibility, settle } from './support/fake-platform.js';
import { RelayDouble } from './support/relay-double.js';

const PAYMENT = {
  ...{ bubbles: true, amountSent: { currency: 'EUR', value: '0.05' } },
  ...{ incomingPayment: null, walletAddress: 'https://wallet.example/alice' },
};

describe('another agent is present', () => {
  it('only adds up what the other agent sends', async () => {
    const agent = standAside({ platform: new FakePlatform() });
    let changes = 0;
    agent.monetization.addEventListener('agentstatechange', () => changes++);
    expect(document.monetization).to.equal(agent.monetization);
    expect(agent.monetization.agentState.status).to.equal('other-agent');

    for (const value of ['0.05', '0.005']) {
      const amountSent = { currency: 'EUR', value };
      const init = { bubbles: true, amountSent, incomingPayment: null, walletAddress: 'https://w.example' };
      document.body.dispatchEvent(new MonetizationEvent('monetization', init));
    }
    document.body.dispatchEvent(new Event('monetization', { bubbles: true }));
    await settle();
    expect(agent.monetization.agentState.totals).to.eql([{ currency: 'EUR', value: '0.055' }]);
    expect(changes).to.equal(1);

    agent.stop();
    expect('monetization' in document).to.equal(false);
  });
});

describe('another agent that does not pay', () => {
  const provider = 'https://provider.example';
  let platform: FakePlatform;
  let visibility: FakeVisibility;
  let started: Partial<AgentOptions>[];
  let clicking: boolean;
  let link: HTMLLinkElement;
  const agents: { stop(): void }[] = [];

  beforeEach(() => {
    platform = new FakePlatform();
    visibility = new FakeVisibility();
    started = [];
    clicking = true;
    link = document.createElement('link');
    link.rel = 'monetization';
    link.href = 'https://wallet.example/alice';
    document.head.append(link);
    localStorage.removeItem('wm-provider');
  });
  afterEach(() => {
    agents.splice(0).forEach((agent) => agent.stop());
    Reflect.deleteProperty(document, 'monetization');
    link.remove();
    localStorage.removeItem('wm-provider');
  });

  function begin(options: StandAsideOptions = {}): void {
    const relay = new RelayDouble();
    const startAgentHere = (given: AgentOptions): Agent => {
      started.push(given);
      const agent = startAgent({ ...given, relay });
      agents.push(agent);
      return agent;
    };
    const given = { platform, visibility, provider, otherAgent: true, startAgent: startAgentHere };
    agents.push(standAside({ ...given, isActivated: () => clicking, ...options }));
  }

  const state = (): AgentState => document.monetization?.agentState as AgentState;
  const pay = (): boolean => link.dispatchEvent(new MonetizationEvent('monetization', PAYMENT));

  it('is overdue when the page has been seen for half a minute, and its provider may be chosen instead', async () => {
    begin();
    await platform.advance(20_000);
    visibility.set(false);
    await platform.advance(60_000);
    visibility.set(true);
    await platform.advance(9_999);
    expect(state()).to.include({ status: 'other-agent', otherAgent: 'waiting', provider });
    await platform.advance(1);
    expect(state()).to.include({ status: 'other-agent', otherAgent: 'overdue', provider });
  });

  it('is not where there is nothing to pay, or nothing that it takes', async () => {
    link.remove();
    begin();
    await platform.advance(60_000);
    expect(state().otherAgent).to.equal('waiting');
    document.head.append(link);
    await platform.advance();
    link.dispatchEvent(new Event('error'));
    await platform.advance(60_000);
    expect(state().otherAgent).to.equal('waiting');
    link.dispatchEvent(new Event('load'));
    await platform.advance(30_000);
    expect(state().otherAgent).to.equal('overdue');
  });

  it('is none once it has paid', async () => {
    begin();
    await platform.advance(30_000);
    pay();
    await platform.advance(60_000);
    expect(state()).to.include({ otherAgent: 'paying', provider: null });
    document.monetization?.payInstead?.();
    expect(started).to.eql([]);
  });

  it('is replaced on a click alone, and not before it is overdue', async () => {
    begin();
    document.monetization?.payInstead?.();
    await platform.advance(30_000);
    clicking = false;
    document.monetization?.payInstead?.();
    expect(started).to.eql([]);
    clicking = true;
    document.monetization?.payInstead?.();
    await platform.advance();
    expect(started).to.have.length(1);
    expect(state()).to.include({ status: 'streaming', otherAgent: 'replaced' });
  });

  it('stays replaced on this site until that is taken back', async () => {
    begin();
    await platform.advance(30_000);
    document.monetization?.payInstead?.();
    agents.splice(0).forEach((agent) => agent.stop());
    begin();
    await platform.advance();
    expect(state()).to.include({ status: 'streaming', otherAgent: 'replaced' });
    document.monetization?.standAside?.();
    await platform.advance();
    expect(state()).to.include({ status: 'other-agent', otherAgent: 'waiting' });
    expect(localStorage.getItem('wm-provider')).to.equal(null);
  });

  it('is not replaced by another provider than the one that was chosen', async () => {
    localStorage.setItem('wm-provider', 'https://other.example');
    begin();
    expect(state().status).to.equal('other-agent');
  });

  it('cannot be replaced where the page wants it to pay', async () => {
    localStorage.setItem('wm-provider', provider);
    begin({ standAside: true });
    await platform.advance(30_000);
    expect(state()).to.include({ status: 'other-agent', otherAgent: 'overdue', provider: null });
    expect(document.monetization?.payInstead).to.equal(undefined);
  });
});
