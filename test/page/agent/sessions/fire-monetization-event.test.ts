import { expect } from '@open-wc/testing';
import { MonetizationEvent } from '../../../../src/page/api/monetization-event.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { samplePayment } from '../support/fake-relay.js';

describe('fire a monetization event', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it("reports the debit of the visitor's wallet as a decimal, at the link and up to the window", async () => {
    const link = page.addLink('alice');
    page.start();
    const received = onceAt(window);
    await page.platform.advance();
    const event = await received;
    expect(event).to.be.instanceOf(MonetizationEvent);
    expect(event.target).to.equal(link);
    expect(event.bubbles).to.equal(true);
    expect(event.cancelable).to.equal(false);
    expect(JSON.parse(JSON.stringify(event))).to.eql({
      amountSent: { currency: 'EUR', value: '1.23' },
      incomingPayment: 'https://wallet.example/incoming/session-1',
      walletAddress: 'https://wallet.example/id',
      paymentPointer: 'https://wallet.example/id',
    });
  });

  it('reports the receiver’s amount if the page requests it', async () => {
    page.addLink('alice');
    page.start({ amountSent: 'receiver' });
    const received = onceAt(window);
    await page.platform.advance();
    const { amountSent } = await received;
    expect([amountSent.currency, amountSent.value]).to.eql(['USD', '1.350']);
    expect(page.state.totals).to.eql([{ currency: 'USD', value: '1.350' }]);
  });

  it('fires nothing for a payment of zero', async () => {
    const nothing = { value: '0', assetCode: 'EUR', assetScale: 2 };
    page.relay.onPayment = async (session) => ({ ...samplePayment(session, 2_000), debitAmount: nothing });
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.eventsOf('monetization')).to.eql([]);
  });

  it('subtracts what earlier events reported too much, and fires nothing if the rest is zero', async () => {
    const cents = (value: string) => ({ value, assetCode: 'EUR', assetScale: 2 });
    const sent = ['123', '23', '0', '100'];
    page.relay.onPayment = async (session) => ({
      ...samplePayment(session, 2_000),
      sentAmount: cents(sent.shift() ?? '0'),
    });
    page.addLink('alice');
    page.start();
    await page.platform.advance(6_000);
    expect(sent).to.eql([]);
    expect(page.eventsOf('monetization')).to.have.length(3);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '2.46' }]);
  });

  it('survives a listener that throws', async () => {
    const { onerror } = window;
    window.onerror = () => true;
    const link = page.addLink('alice');
    const fail = (): never => {
      throw new Error('the page is broken');
    };
    link.addEventListener('monetization', fail);
    link.addEventListener('load', fail);
    page.start();
    await page.platform.advance(4_000);
    window.onerror = onerror;
    expect(page.eventsOf('monetization')).to.have.length(3);
  });
});

function onceAt(target: EventTarget): Promise<MonetizationEvent> {
  return new Promise((resolve) =>
    target.addEventListener('monetization', (event) => resolve(event as MonetizationEvent), { once: true }),
  );
}
