import { expect } from '@open-wc/testing';
import { standAside } from '../../src/agent/stand-aside.js';
import { MonetizationEvent } from '../../src/page-api/monetization-event.js';
import { FakePlatform, settle } from './support/fake-platform.js';

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
