import { expect } from '@open-wc/testing';
import { CurrencyTotals } from '../../../../src/protocol/currency-totals.js';
import { AgentFixture } from '../support/agent-fixture.js';

describe('the state of the agent', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('is at document.monetization, an EventTarget with its own class', () => {
    page.start();
    expect(document.monetization).to.equal(page.monetization);
    expect(document.monetization).to.be.instanceOf(EventTarget);
    expect(String(document.monetization)).to.equal('[object Monetization]');
    expect('Monetization' in window).to.equal(false);
  });

  it('fires events when it appears and disappears', async () => {
    await page.platform.advance();
    const seen: boolean[] = [];
    const see = (): void => void seen.push('monetization' in document);
    document.addEventListener('agentstatesourcechange', see);
    page.start();
    await page.platform.advance();
    page.stop();
    document.removeEventListener('agentstatesourcechange', see);
    expect(seen).to.eql([true, false]);
  });

  it('changes from connecting over streaming to ready', async () => {
    page.start();
    expect(page.state.status).to.equal('connecting');
    const link = page.addLink('alice');
    await page.platform.advance();
    expect(page.state.status).to.equal('streaming');
    expect(page.state.sandbox).to.equal(true);
    expect(page.state.sessions).to.eql([
      {
        href: 'https://wallet.example/alice',
        status: 'active',
        walletAddress: 'https://wallet.example/alice#id',
        incomingPayment: 'https://wallet.example/alice/incoming/1',
        dueIn: null,
        error: null,
      },
    ]);
    link.remove();
    await page.platform.advance();
    expect(page.state.status).to.equal('ready');
  });

  it('is a frozen snapshot that stays the same until something changes', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    const snapshot = page.state;
    for (const part of [
      snapshot,
      snapshot.sessions,
      snapshot.sessions[0],
      snapshot.totals,
      snapshot.totals[0],
    ]) {
      expect(Object.isFrozen(part)).to.equal(true);
    }
    await page.platform.advance(1_999);
    expect(page.state).to.equal(snapshot);
    await page.platform.advance(1);
    expect(page.state).not.to.equal(snapshot);
    expect(snapshot.totals).to.eql([{ currency: 'EUR', value: '1.23' }]);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '2.46' }]);
  });

  it('fires one agentstatechange for the changes of one task, and none without a change', async () => {
    page.start();
    await page.platform.advance();
    let fired = 0;
    page.monetization.addEventListener('agentstatechange', () => fired++);
    page.monetization.pause();
    page.monetization.resume();
    page.monetization.pause();
    await page.platform.advance();
    expect(fired).to.equal(1);
    page.monetization.pause();
    await page.platform.advance();
    expect(fired).to.equal(1);
  });

  it('adds up exactly, over ten thousand payments and different scales', () => {
    const totals = new CurrencyTotals();
    for (let i = 0; i < 10_000; i++) totals.add({ currency: 'EUR', value: '0.000000001' });
    totals.add({ currency: 'EUR', value: '0.1' });
    totals.add({ currency: 'JPY', value: '7' });
    expect(totals.list()).to.eql([
      { currency: 'EUR', value: '0.100010000' },
      { currency: 'JPY', value: '7' },
    ]);
  });
});
