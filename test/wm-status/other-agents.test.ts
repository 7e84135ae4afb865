import { expect } from '@open-wc/testing';
import { FakeAgent, find, SESSION, showing, textOf } from './fake-agent.js';
import { open } from './open-links.js';

/** As the extension fires it: its members are its own properties, and it has no `walletAddress`. */
function pay(link: EventTarget, amountSent: unknown, more: object = {}): void {
  const event = new Event('monetization', { bubbles: true });
  link.dispatchEvent(
    Object.assign(event, { amountSent, paymentPointer: 'https://w.example/alice', ...more }),
  );
}

describe('<wm-status> beside an agent that tells no state', () => {
  let link: HTMLLinkElement;
  beforeEach(() => {
    link = document.createElement('link');
    link.href = 'https://wallet.example/alice';
    document.head.append(link);
  });
  afterEach(() => link.remove());

  it('shows what its events tell, exact, by currency and by link', async () => {
    const element = await showing();
    expect(textOf(element, '[part=state]')).to.equal('Not available');

    pay(link, { currency: 'USD', value: '0.1' });
    pay(link, { currency: 'USD', value: '0.2' });
    pay(link, { currency: 'EUR', value: '12345678901234567890.12' });
    await element.updateComplete;
    await open(element);

    expect(textOf(element, '[part=state]')).to.equal('Another agent is at work');
    expect(textOf(element, '[part=totals]')).to.equal('$0.3 €12,345,678,901,234,567,890.12');
    expect(textOf(element, '[part=link]')).to.contain('w.example/alice');
    expect(textOf(element, '[part=link]')).to.contain('$0.3');
    expect(find(element, 'button')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('hears a payment that the page stops on its way up', async () => {
    const element = await showing();
    link.addEventListener('monetization', (event) => event.stopImmediatePropagation());

    pay(link, { currency: 'USD', value: '1' });
    await element.updateComplete;

    expect(textOf(element, '[part=totals]')).to.equal('$1');
  });

  it('shrugs at what is no payment', async () => {
    const element = await showing();

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

  it('tells of each link what it was paid, where an agent tells the rest', async () => {
    const element = await showing(new FakeAgent({ status: 'streaming', sessions: [SESSION] }));

    pay(link, { currency: 'USD', value: '0.05' });
    await element.updateComplete;
    await open(element);

    expect(textOf(element, '[part=link]')).to.equal('wallet.example/alice $0.05 being paid');
  });
});

describe('<wm-status> where another agent is, too', () => {
  const PROVIDER = 'https://provider.example';

  it('says that being there is not paying', async () => {
    const element = await showing(new FakeAgent({ status: 'other-agent', otherAgent: 'waiting' }));
    expect(textOf(element, '[part=state]')).to.equal('An extension is here');
    expect(textOf(element, '[part=detail]')).to.equal('It has not paid this page.');
    expect(find(element, '[part=note]')).to.equal(null);
    expect(find(element, 'slot')?.getAttribute('name')).to.equal('other-agent-waiting');
  });

  it('says that it pays, once it has', async () => {
    const element = await showing(new FakeAgent({ status: 'other-agent', otherAgent: 'paying' }));
    expect(textOf(element, '[part=detail]')).to.equal('The browser or an extension pays this page.');
  });

  for (const variant of ['panel', 'bar'] as const) {
    it(`offers the ways out of an extension that does not pay, in a ${variant}, and back`, async () => {
      const agent = new FakeAgent({ status: 'other-agent', otherAgent: 'overdue', provider: PROVIDER });
      const asked: string[] = [];
      for (const name of ['payInstead', 'standAside'] as const)
        Object.assign(agent, { [name]: () => asked.push(name) });
      const element = await showing(agent, undefined, variant);
      element.addEventListener('wm-pay-instead', ({ type }) => asked.push(type));

      // Engines differ in the space that they put before what is unseen.
      expect(textOf(element, '[part=note]')?.replace(' :', ':')).to.equal(
        'Set it up, or pay this site by provider.example instead. Pay without it: Web Monetization',
      );
      await expect(element).to.be.accessible();
      find(element, '[part=note] button')?.click();
      agent.become({ status: 'not-connected', otherAgent: 'replaced' });
      await element.updateComplete;
      expect(textOf(element, '[part=note]')).to.contain(
        'You chose provider.example instead of the extension.',
      );
      find(element, '[part=note] button')?.click();
      expect(asked).to.eql(['wm-pay-instead', 'payInstead', 'standAside']);
    });
  }

  it('offers no provider where there is none', async () => {
    const element = await showing(
      new FakeAgent({ status: 'other-agent', otherAgent: 'overdue', provider: null }),
    );
    expect(textOf(element, '[part=note]')).to.equal('Set it up to pay this page.');
  });

  it('says what it may do, where our agent runs all the same', async () => {
    const element = await showing(
      new FakeAgent({ status: 'streaming', otherAgent: 'beside', sandbox: true }),
    );
    expect(textOf(element, '[part=note]')).to.equal(
      'An extension is here, too. It may pay a real https address of this page.',
    );
  });

  it('says the same as ever of an agent that does not tell', async () => {
    const agent = new FakeAgent({ status: 'other-agent' });
    Reflect.deleteProperty(agent.agentState, 'otherAgent');
    expect(textOf(await showing(agent), '[part=state]')).to.equal('Another agent is at work');
  });
});
