import { expect } from '@open-wc/testing';
import { MonetizationEvent } from '../../../../src/page/api/monetization-event.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { createDeferred, samplePayment } from '../support/fake-relay.js';
import type { Payment } from '../../../../src/protocol/relay-messages.js';

const AMOUNT = { currency: 'EUR', value: '0.05' };

/** A MonetizationEvent class of another agent. */
class NativeAgentEvent extends Event {
  readonly amountSent = AMOUNT;
}

const payments: Record<string, () => Event> = {
  'a monetization event of another class': () => new NativeAgentEvent('monetization', { bubbles: true }),
  'a monetization event that does not bubble': () => new NativeAgentEvent('monetization'),
  "the extension's word to its own part": () =>
    new CustomEvent('__wm_ext_monetization', { detail: { amountSent: AMOUNT } }),
};

const harmless: Record<string, () => Event> = {
  "the page's own MonetizationEvent": () =>
    new MonetizationEvent('monetization', {
      bubbles: true,
      amountSent: AMOUNT,
      incomingPayment: null,
      walletAddress: 'https://wallet.example/alice',
    }),
  'a plain event named monetization': () => new Event('monetization', { bubbles: true }),
  'a CustomEvent named monetization': () =>
    new CustomEvent('monetization', { bubbles: true, detail: { amountSent: AMOUNT } }),
  "the extension's word of a change of a handler": () =>
    new CustomEvent('__wm_ext_onmonetization_attr_change', { detail: {} }),
};

describe('a native agent that starts to pay after this agent', () => {
  let page: AgentFixture;
  const passiveAgents: { stop(): void }[] = [];

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => {
    page.stop();
    // A passive agent stays passive for the lifetime of the page.
    Reflect.deleteProperty(document, 'monetization');
    passiveAgents.splice(0).forEach((agent) => agent.stop());
  });

  for (const [name, create] of Object.entries(payments)) {
    it(`stops this agent: ${name}`, async () => {
      const link = page.addLink('alice');
      page.addLink('bob');
      page.start();
      await page.platform.advance();
      const own = document.monetization;
      const paid = page.relay.callsStartingWith('payment').length;

      link.dispatchEvent(create());
      await othersFile();
      await page.platform.advance(600_000);
      expect(page.relay.callsStartingWith('payment')).to.have.length(paid);
      expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1', 'delete session-2']);
      expect(page.platform.warnings).to.eql([
        '[wm-polyfill] Another Web Monetization agent has paid a link of this page, so this agent stops.',
      ]);
      expect(document.monetization).not.to.equal(own);
      expect(document.monetization?.agentState).to.include({
        ...{ status: 'native-agent', nativeAgent: 'paying', provider: null },
      });
      expect(document.monetization?.agentState.sessions).to.eql([]);
    });
  }

  it('is the only one that processes links from then on', async () => {
    page.start();
    const link = page.addLink('alice');
    await page.platform.advance();
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    await othersFile();
    const calls = page.relay.calls.length;
    page.addLink('bob');
    link.href = 'https://wallet.example/carol';
    document.monetization?.resume();
    await page.platform.advance(60_000);
    expect(page.relay.calls.slice(calls).filter((call) => !call.startsWith('delete'))).to.eql([]);
    expect(page.eventsOf('load')).to.eql(['load alice']);
  });

  it('has its payments added up in the state', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    await othersFile();
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    await page.platform.advance();
    expect(document.monetization?.agentState.totals).to.eql([{ currency: 'EUR', value: '0.10' }]);
  });

  it('gets no event of our payment that was in flight', async () => {
    const answer = createDeferred<Payment>();
    page.relay.onPayment = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.dispatchEvent(new NativeAgentEvent('monetization'));
    page.events.length = 0;
    answer.resolve(samplePayment('session-1', 2_000));
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
  });

  it('is detected even if the page stops the event’s propagation', async () => {
    const link = page.addLink('alice');
    page.start();
    link.addEventListener('monetization', (event) => event.stopImmediatePropagation());
    await page.platform.advance();
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    await othersFile();
    expect(page.platform.warnings).to.have.length(1);
  });

  for (const [name, create] of Object.entries(harmless)) {
    it(`is not assumed for ${name}`, async () => {
      const link = page.addLink('alice');
      page.start();
      await page.platform.advance();
      link.dispatchEvent(create());
      await page.platform.advance(2_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.relay.callsStartingWith('payment')).to.have.length(2);
      expect(page.platform.warnings).to.eql([]);
    });
  }

  for (const [name, create] of Object.entries(payments)) {
    it(`is ignored with data-force: ${name}`, async () => {
      const link = page.addLink('alice');
      page.start({ force: true });
      await page.platform.advance();
      link.dispatchEvent(create());
      await page.platform.advance(2_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.relay.callsStartingWith('payment')).to.have.length(2);
      expect(page.platform.warnings).to.eql([]);
    });
  }

  for (const isHere of [true, false]) {
    it(`takes precedence ${isHere ? 'from the start' : 'once it pays'}, with a local provider that is not a sandbox`, async () => {
      const description = await page.relay.onDescribe();
      page.relay.onDescribe = async () => ({ ...description, sandbox: false });
      const link = page.addLink('alice');
      page.start({ provider: 'http://localhost:1', nativeAgent: isHere });
      await page.platform.advance();
      if (!isHere) {
        expect(page.state).to.include({ status: 'streaming', nativeAgent: null });
        link.dispatchEvent(new NativeAgentEvent('monetization'));
      }
      await othersFile();
      expect(page.relay.callsStartingWith('payment')).to.have.length(isHere ? 0 : 1);
      expect(document.monetization?.agentState).to.include({
        ...{ status: 'native-agent', nativeAgent: isHere ? 'waiting' : 'paying' },
      });
    });
  }

  it('is ignored by an agent that was stopped before', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.stop();
    document.head.append(link);
    link.dispatchEvent(new NativeAgentEvent('monetization', { bubbles: true }));
    await page.platform.advance();
    expect(page.platform.warnings).to.eql([]);
    expect('monetization' in document).to.equal(false);
    link.remove();
  });

  /** The passive agent is a lazy module. */
  async function othersFile(): Promise<void> {
    await import('../../../../src/page/agent/passive-agent/passive-agent.js');
    await page.platform.advance();
  }
});
