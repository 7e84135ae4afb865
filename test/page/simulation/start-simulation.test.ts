import { expect } from '@open-wc/testing';
import { SimulatedPage, simulation } from './simulated-page.js';
import { waitFor } from '../../support/wait-for.js';

describe('a page with a simulated provider', () => {
  let page: SimulatedPage;
  beforeEach(() => (page = new SimulatedPage()));
  afterEach(() => page.stop());

  it('is paid immediately, and shows that no real money moves', async () => {
    page.addLink('ok');
    page.start();
    await waitFor(() => page.events.length === 2);
    expect(page.events).to.eql(['load ok', 'monetization ok 0.01 USD']);
    const { sandbox, provider, persona, status, sessions } = page.monetization.agentState;
    expect({ sandbox, provider, persona, status }).to.eql({
      ...{ sandbox: true, provider: 'simulate', persona: 'paying', status: 'streaming' },
    });
    expect(sessions[0]?.incomingPayment).to.equal('https://receiver.simulated.test/incoming-payments/1');
  });

  it('is paid for an hour immediately and exactly', async () => {
    page.addLink('ok');
    page.start({ rate: '0.60' });
    await waitFor(() => page.paymentsOf().length === 1);
    await simulation.clock.advance('1h');
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'USD', value: '0.60' }]);
    expect(page.paymentsOf()).to.have.length(60);
  });

  it('is paid an extra amount by a test', async () => {
    const link = page.addLink('ok');
    page.start();
    const delivered = await simulation.pay(link, { value: '5.00', currency: 'USD' });
    expect(delivered.amountSent).to.eql({ value: '5.00', currency: 'USD' });
    expect(page.paymentsOf()).to.include('monetization ok 5.00 USD');
  });
});
