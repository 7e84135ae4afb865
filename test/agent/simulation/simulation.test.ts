import { expect } from '@open-wc/testing';
import { SimulatedPage, simulation, until } from './simulated-page.js';

describe('a page whose provider is simulated', () => {
  let page: SimulatedPage;
  beforeEach(() => (page = new SimulatedPage()));
  afterEach(() => page.stop());

  it('is paid at once, and says that nothing of it is real', async () => {
    page.addLink('ok');
    page.start();
    await until(() => page.events.length === 2);
    expect(page.events).to.eql(['load ok', 'monetization ok 0.01 USD']);
    const { sandbox, provider, persona, status, sessions } = page.monetization.agentState;
    expect({ sandbox, provider, persona, status }).to.eql({
      ...{ sandbox: true, provider: 'simulate', persona: 'paying', status: 'streaming' },
    });
    expect(sessions[0]?.incomingPayment).to.equal('https://receiver.simulated.test/incoming-payments/1');
  });

  it('is paid for an hour in a blink, exactly', async () => {
    page.addLink('ok');
    page.start({ rate: '0.60' });
    await until(() => page.paid().length === 1);
    await simulation.clock.advance('1h');
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'USD', value: '0.60' }]);
    expect(page.paid()).to.have.length(60);
  });

  it('is paid extra when a test says so', async () => {
    const link = page.addLink('ok');
    page.start();
    const told = await simulation.pay(link, { value: '5.00', currency: 'USD' });
    expect(told.amountSent).to.eql({ value: '5.00', currency: 'USD' });
    expect(page.paid()).to.include('monetization ok 5.00 USD');
  });
});
