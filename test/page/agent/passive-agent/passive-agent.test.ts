import { expect } from '@open-wc/testing';
import { startAgent, type Agent, type AgentOptions } from '../../../../src/page/agent/agent.js';
import {
  observeNativeAgent,
  type PassiveAgentOptions,
} from '../../../../src/page/agent/passive-agent/passive-agent.js';
import type { AgentState } from '../../../../src/page/agent/state/state.js';
import { MonetizationEvent } from '../../../../src/page/api/monetization-event.js';
import { FakePlatform, FakeVisibility, flushTasks } from '../support/fake-platform.js';
import { FakeRelay } from '../support/fake-relay.js';

const PAYMENT = {
  ...{ bubbles: true, amountSent: { currency: 'EUR', value: '0.05' } },
  ...{ incomingPayment: null, walletAddress: 'https://wallet.example/alice' },
};

describe('a native agent is present', () => {
  it('only adds up the native agent’s payments', async () => {
    const agent = observeNativeAgent({ platform: new FakePlatform() });
    let changes = 0;
    agent.monetization.addEventListener('agentstatechange', () => changes++);
    expect(document.monetization).to.equal(agent.monetization);
    expect(agent.monetization.agentState.status).to.equal('native-agent');

    for (const value of ['0.05', '0.005']) {
      const amountSent = { currency: 'EUR', value };
      const init = { bubbles: true, amountSent, incomingPayment: null, walletAddress: 'https://w.example' };
      document.body.dispatchEvent(new MonetizationEvent('monetization', init));
    }
    document.body.dispatchEvent(new Event('monetization', { bubbles: true }));
    await flushTasks();
    expect(agent.monetization.agentState.totals).to.eql([{ currency: 'EUR', value: '0.055' }]);
    expect(changes).to.equal(1);

    agent.stop();
    expect('monetization' in document).to.equal(false);
  });
});

describe('a native agent that does not pay', () => {
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

  function begin(options: PassiveAgentOptions = {}): void {
    const relay = new FakeRelay();
    const startAgentHere = (given: AgentOptions): Agent => {
      started.push(given);
      const agent = startAgent({ ...given, relay });
      agents.push(agent);
      return agent;
    };
    const given = { platform, visibility, provider, nativeAgent: true, startAgent: startAgentHere };
    agents.push(observeNativeAgent({ ...given, isActivated: () => clicking, ...options }));
  }

  const state = (): AgentState => document.monetization?.agentState as AgentState;
  const pay = (): boolean => link.dispatchEvent(new MonetizationEvent('monetization', PAYMENT));

  it('is overdue when the page has been visible for half a minute, and offers the page’s provider', async () => {
    begin();
    await platform.advance(20_000);
    visibility.set(false);
    await platform.advance(60_000);
    visibility.set(true);
    await platform.advance(9_999);
    expect(state()).to.include({ status: 'native-agent', nativeAgent: 'waiting', provider });
    await platform.advance(1);
    expect(state()).to.include({ status: 'native-agent', nativeAgent: 'timed-out', provider });
  });

  it('is not overdue without links that it could pay', async () => {
    link.remove();
    begin();
    await platform.advance(60_000);
    expect(state().nativeAgent).to.equal('waiting');
    document.head.append(link);
    await platform.advance();
    link.dispatchEvent(new Event('error'));
    await platform.advance(60_000);
    expect(state().nativeAgent).to.equal('waiting');
    link.dispatchEvent(new Event('load'));
    await platform.advance(30_000);
    expect(state().nativeAgent).to.equal('timed-out');
  });

  it('is not overdue after a payment', async () => {
    begin();
    await platform.advance(30_000);
    pay();
    await platform.advance(60_000);
    expect(state()).to.include({ nativeAgent: 'paying', provider: null });
    document.monetization?.payInstead?.();
    expect(started).to.eql([]);
  });

  it('is replaced only on a click, and only when it is overdue', async () => {
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
    expect(state()).to.include({ status: 'streaming', nativeAgent: 'replaced' });
  });

  it('stays replaced on this site until the visitor undoes it', async () => {
    begin();
    await platform.advance(30_000);
    document.monetization?.payInstead?.();
    agents.splice(0).forEach((agent) => agent.stop());
    begin();
    await platform.advance();
    expect(state()).to.include({ status: 'streaming', nativeAgent: 'replaced' });
    document.monetization?.becomePassive?.();
    await platform.advance();
    expect(state()).to.include({ status: 'native-agent', nativeAgent: 'waiting' });
    expect(localStorage.getItem('wm-provider')).to.equal(null);
  });

  it('is not replaced by a provider other than the chosen one', async () => {
    localStorage.setItem('wm-provider', 'https://other.example');
    begin();
    expect(state().status).to.equal('native-agent');
  });

  it('cannot be replaced on a page with data-passive', async () => {
    localStorage.setItem('wm-provider', provider);
    begin({ passive: true });
    await platform.advance(30_000);
    expect(state()).to.include({ status: 'native-agent', nativeAgent: 'timed-out', provider: null });
    expect(document.monetization?.payInstead).to.equal(undefined);
  });
});
