import { expect } from '@open-wc/testing';
import { FakeAgent, find, SESSION, renderStatusFixture, textOf } from './support/fake-agent.js';
import { openLinkDetails } from './support/open-link-details.js';

/** An event like the extension's: its members are own properties, and `walletAddress` is missing. */
function pay(link: EventTarget, amountSent: unknown, more: object = {}): void {
  const event = new Event('monetization', { bubbles: true });
  link.dispatchEvent(
    Object.assign(event, { amountSent, paymentPointer: 'https://w.example/alice', ...more }),
  );
}

describe('<wm-status> with an agent that exposes no state', () => {
  let link: HTMLLinkElement;
  beforeEach(() => {
    link = document.createElement('link');
    link.href = 'https://wallet.example/alice';
    document.head.append(link);
  });
  afterEach(() => link.remove());

  it('shows the exact totals of its events, by currency and link', async () => {
    const element = await renderStatusFixture();
    expect(textOf(element, '[part=state]')).to.equal('Not available');

    pay(link, { currency: 'USD', value: '0.1' });
    pay(link, { currency: 'USD', value: '0.2' });
    pay(link, { currency: 'EUR', value: '12345678901234567890.12' });
    await element.updateComplete;
    await openLinkDetails(element);

    expect(textOf(element, '[part=state]')).to.equal('Another agent is active');
    expect(textOf(element, '[part=totals]')).to.equal('$0.3 €12,345,678,901,234,567,890.12');
    expect(textOf(element, '[part=link]')).to.contain('w.example/alice');
    expect(textOf(element, '[part=link]')).to.contain('$0.3');
    expect(find(element, 'button')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('receives a payment whose propagation the page stops', async () => {
    const element = await renderStatusFixture();
    link.addEventListener('monetization', (event) => event.stopImmediatePropagation());

    pay(link, { currency: 'USD', value: '1' });
    await element.updateComplete;

    expect(textOf(element, '[part=totals]')).to.equal('$1');
  });

  it('ignores events that are not payments', async () => {
    const element = await renderStatusFixture();

    for (const amount of [
      undefined,
      null,
      {},
      { currency: 'USD', value: '-1' },
      { value: '1e9', currency: 'X' },
    ]) {
      pay(link, amount);
    }
    pay(link, {
      get value() {
        throw new Error('no');
      },
    });
    pay(link, { currency: 'USD', value: '9'.repeat(10_000) });
    await element.updateComplete;

    expect(textOf(element, '[part=state]')).to.equal('Not available');
  });

  it('shows each link’s payments if the agent exposes the rest', async () => {
    const element = await renderStatusFixture(new FakeAgent({ status: 'streaming', sessions: [SESSION] }));

    pay(link, { currency: 'USD', value: '0.05' });
    await element.updateComplete;
    await openLinkDetails(element);

    expect(textOf(element, '[part=link]')).to.equal('wallet.example/alice $0.05 being paid');
  });
});

describe('<wm-status> next to a native agent', () => {
  const PROVIDER = 'https://provider.example';

  it('shows that it is present but has not paid', async () => {
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'native-agent', nativeAgent: 'waiting' }),
    );
    expect(textOf(element, '[part=state]')).to.equal('Extension found');
    expect(textOf(element, '[part=detail]')).to.equal('It has not paid this page.');
    expect(find(element, '[part=note]')).to.equal(null);
    expect(find(element, 'slot')?.getAttribute('name')).to.equal('native-agent-waiting');
  });

  it('shows that it pays once it has', async () => {
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'native-agent', nativeAgent: 'paying' }),
    );
    expect(textOf(element, '[part=detail]')).to.equal('The browser or an extension pays this page.');
  });

  for (const variant of ['panel', 'bar'] as const) {
    it(`offers alternatives to an extension that does not pay, in a ${variant}, and their undo`, async () => {
      const agent = new FakeAgent({ status: 'native-agent', nativeAgent: 'timed-out', provider: PROVIDER });
      const requested: string[] = [];
      for (const name of ['payInstead', 'becomePassive'] as const)
        Object.assign(agent, { [name]: () => requested.push(name) });
      const element = await renderStatusFixture(agent, undefined, variant);
      element.addEventListener('wm-pay-instead', ({ type }) => requested.push(type));

      // Engines differ in the space that they put before hidden text.
      expect(textOf(element, '[part=note]')?.replace(' :', ':')).to.equal(
        'Set it up, or pay this site through provider.example instead. Pay without it: Web Monetization',
      );
      await expect(element).to.be.accessible();
      find(element, '[part=note] button')?.click();
      agent.setState({ status: 'not-connected', nativeAgent: 'replaced' });
      await element.updateComplete;
      expect(textOf(element, '[part=note]')).to.contain(
        'You chose provider.example instead of the extension.',
      );
      find(element, '[part=note] button')?.click();
      expect(requested).to.eql(['wm-pay-instead', 'payInstead', 'becomePassive']);
    });
  }

  it('offers no provider if there is none', async () => {
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'native-agent', nativeAgent: 'timed-out', provider: null }),
    );
    expect(textOf(element, '[part=note]')).to.equal('Set it up to pay this page.');
  });

  it('shows what it may do if our agent runs as well', async () => {
    const element = await renderStatusFixture(
      new FakeAgent({ status: 'streaming', nativeAgent: 'coexisting', sandbox: true }),
    );
    expect(textOf(element, '[part=note]')).to.equal(
      'An extension is also active. It may pay real https wallet addresses on this page.',
    );
  });

  it('shows the usual text for an agent that exposes nothing', async () => {
    const agent = new FakeAgent({ status: 'native-agent' });
    Reflect.deleteProperty(agent.agentState, 'nativeAgent');
    expect(textOf(await renderStatusFixture(agent), '[part=state]')).to.equal('Another agent is active');
  });
});
