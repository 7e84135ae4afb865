import { expect } from '@open-wc/testing';
import { MonetizationEvent } from '../../src/page-api/monetization-event.js';
import { AgentFixture } from './support/agent-fixture.js';
import { gate, paymentOf } from './support/relay-double.js';
import type { Payment } from '../../src/protocol/relay-messages.js';

const AMOUNT = { currency: 'EUR', value: '0.05' };

/** As another agent's own class would have it. */
class ForeignEvent extends Event {
  readonly amountSent = AMOUNT;
}

const payments: Record<string, () => Event> = {
  'a monetization event of another class': () => new ForeignEvent('monetization', { bubbles: true }),
  'a monetization event that does not bubble': () => new ForeignEvent('monetization'),
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

describe('another agent that begins to pay after this one', () => {
  let page: AgentFixture;
  const aside: { stop(): void }[] = [];

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => {
    page.stop();
    // Who stands aside does so as long as the page lives.
    Reflect.deleteProperty(document, 'monetization');
    aside.splice(0).forEach((agent) => agent.stop());
  });

  for (const [name, create] of Object.entries(payments)) {
    it(`has this one stop: ${name}`, async () => {
      const link = page.addLink('alice');
      page.addLink('bob');
      page.start();
      await page.platform.advance();
      const own = document.monetization;
      const paid = page.relay.made('payment').length;

      link.dispatchEvent(create());
      await othersFile();
      await page.platform.advance(600_000);
      expect(page.relay.made('payment')).to.have.length(paid);
      expect(page.relay.made('delete')).to.eql(['delete session-1', 'delete session-2']);
      expect(page.platform.warnings).to.eql([
        '[wm-polyfill] Another agent has begun to pay on this page, so this one stops.',
      ]);
      expect(document.monetization).not.to.equal(own);
      expect(document.monetization?.agentState).to.include({
        ...{ status: 'other-agent', otherAgent: 'paying', provider: null },
      });
      expect(document.monetization?.agentState.sessions).to.eql([]);
    });
  }

  it('is the only one that takes up links from then on', async () => {
    page.start();
    const link = page.addLink('alice');
    await page.platform.advance();
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    await othersFile();
    const calls = page.relay.calls.length;
    page.addLink('bob');
    link.href = 'https://wallet.example/carol';
    document.monetization?.resume();
    await page.platform.advance(60_000);
    expect(page.relay.calls.slice(calls).filter((call) => !call.startsWith('delete'))).to.eql([]);
    expect(page.eventsOf('load')).to.eql(['load alice']);
  });

  it('has what it pays added up in the state', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    await othersFile();
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    await page.platform.advance();
    expect(document.monetization?.agentState.totals).to.eql([{ currency: 'EUR', value: '0.10' }]);
  });

  it('gets no event of a payment of ours that was under way', async () => {
    const answer = gate<Payment>();
    page.relay.onPayment = () => answer.promise;
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    link.dispatchEvent(new ForeignEvent('monetization'));
    page.events.length = 0;
    answer.open(paymentOf('session-1', 2_000));
    await page.platform.advance(60_000);
    expect(page.relay.made('payment')).to.have.length(1);
  });

  it('is noticed also when the page keeps the event from bubbling and from being heard', async () => {
    const link = page.addLink('alice');
    page.start();
    link.addEventListener('monetization', (event) => event.stopImmediatePropagation());
    await page.platform.advance();
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    await othersFile();
    expect(page.platform.warnings).to.have.length(1);
  });

  for (const [name, create] of Object.entries(harmless)) {
    it(`is not taken for one: ${name}`, async () => {
      const link = page.addLink('alice');
      page.start();
      await page.platform.advance();
      link.dispatchEvent(create());
      await page.platform.advance(2_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.relay.made('payment')).to.have.length(2);
      expect(page.platform.warnings).to.eql([]);
    });
  }

  for (const [name, create] of Object.entries(payments)) {
    it(`is ignored where the page wants ours in any case (force): ${name}`, async () => {
      const link = page.addLink('alice');
      page.start({ force: true });
      await page.platform.advance();
      link.dispatchEvent(create());
      await page.platform.advance(2_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.relay.made('payment')).to.have.length(2);
      expect(page.platform.warnings).to.eql([]);
    });
  }

  for (const isHere of [true, false]) {
    it(`${isHere ? 'is left alone' : 'is waited for'}, before anything is paid, where the provider of this machine is no sandbox`, async () => {
      const description = await page.relay.onDescribe();
      page.relay.onDescribe = async () => ({ ...description, sandbox: false });
      const link = page.addLink('alice');
      page.start({ provider: 'http://localhost:1', otherAgent: isHere });
      await page.platform.advance();
      if (!isHere) {
        expect(page.state).to.include({ status: 'streaming', otherAgent: null });
        link.dispatchEvent(new ForeignEvent('monetization'));
      }
      await othersFile();
      expect(page.relay.made('payment')).to.have.length(isHere ? 0 : 1);
      expect(document.monetization?.agentState).to.include({
        ...{ status: 'other-agent', otherAgent: isHere ? 'waiting' : 'paying' },
      });
    });
  }

  it('is no concern of an agent that was stopped before', async () => {
    const link = page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.stop();
    document.head.append(link);
    link.dispatchEvent(new ForeignEvent('monetization', { bubbles: true }));
    await page.platform.advance();
    expect(page.platform.warnings).to.eql([]);
    expect('monetization' in document).to.equal(false);
    link.remove();
  });

  /** What stands aside lies in a file of its own. */
  async function othersFile(): Promise<void> {
    await import('../../src/agent/stand-aside.js');
    await page.platform.advance();
  }
});
