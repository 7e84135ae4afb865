import { expect } from '@open-wc/testing';
import {
  CONNECTION,
  FakeAgent,
  FakeClock,
  find,
  SESSION,
  renderStatusFixture,
  textOf,
} from './support/fake-agent.js';
import { openLinkDetails } from './support/open-link-details.js';

const HOSTILE = `<img src=x onerror=alert(1)>\u202etset\u2066\u200b${'x'.repeat(10_000)}`;

describe('<wm-status> with invalid input', () => {
  const complaints: unknown[] = [];
  const complain = (event: Event): void => void complaints.push(event);
  before(() => {
    addEventListener('error', complain);
    addEventListener('unhandledrejection', complain);
  });
  after(() => {
    removeEventListener('error', complain);
    removeEventListener('unhandledrejection', complain);
  });
  afterEach(() => expect(complaints.splice(0)).to.deep.equal([]));

  it('formats amounts of twenty digits and any scale, and shortens unreadable ones', async () => {
    const values = ['12345678901234567890', '500', `0.${'0'.repeat(254)}1`];
    const element = await renderStatusFixture(
      new FakeAgent({
        totals: values.map((value, index) => ({ currency: ['USD', 'JPY', 'XYZ'][index]!, value })),
      }),
    );
    const [twenty, none, most] = [...(find(element, 'ul.totals')?.children ?? [])].map(
      ({ textContent }) => textContent ?? '',
    );

    expect([twenty, none]).to.deep.equal(['$12,345,678,901,234,567,890', '¥500']);
    expect(most)
      .to.match(/^0\.0+….*1 XYZ$/)
      .and.to.have.lengthOf.below(60);
  });

  it('shows an external name as short text without bidirectional or invisible characters', async () => {
    const error = { code: 'wallet-refused', message: HOSTILE, fix: HOSTILE } as const;
    const broken = { ...SESSION, href: HOSTILE, walletAddress: HOSTILE, status: 'error', error } as const;
    const agent = new FakeAgent({
      status: 'error',
      error,
      totals: [{ currency: HOSTILE, value: HOSTILE }],
      sessions: [broken],
      connection: {
        ...CONNECTION,
        currency: HOSTILE,
        budget: HOSTILE,
        spent: HOSTILE,
        rate: HOSTILE,
        renewsAt: HOSTILE,
      },
    });
    const element = await renderStatusFixture(agent);
    await openLinkDetails(element);

    expect(find(element, 'img')).to.equal(null);
    expect(find(element, '.card')?.textContent).not.to.match(/[\u202a-\u202e\u2066-\u2069\u200b]/);
    expect(find(element, '.card')?.textContent).to.have.lengthOf.below(3_500);
    expect(element.scrollWidth).to.equal(element.clientWidth);
    await expect(element).to.be.accessible();
  });

  it('shows the host of a long address, in Punycode if it is internationalized', async () => {
    const of = async (href: string): Promise<string | undefined> =>
      textOf(
        await renderStatusFixture(
          new FakeAgent({ status: 'streaming', sessions: [{ ...SESSION, walletAddress: href }] }),
        ),
        '[part=detail]',
      );

    expect(await of('https://\u0430pple.com/alice')).to.equal('Paying xn--pple-43d.com/alice');
    expect(await of(`https://bank.example.${'a.'.repeat(60)}evil.example/b`)).to.match(/evil\.example\/b$/);
  });

  it('keeps its size with a hundred broken links', async () => {
    const error = { code: 'wallet-address-not-found', message: 'Nobody.', fix: 'Check.' } as const;
    const sessions = Array.from({ length: 100 }, (_, index) => ({
      ...SESSION,
      href: `https://wallet.example/${index}`,
      status: 'error' as const,
      error,
    }));
    const element = await renderStatusFixture(new FakeAgent({ sessions }));
    expect(element.shadowRoot?.querySelectorAll('[part=problem]')).to.have.length(4);
    const { height } = element.getBoundingClientRect();

    await openLinkDetails(element);

    expect(element.shadowRoot?.querySelectorAll('[part=link]')).to.have.length(100);
    expect(element.getBoundingClientRect().height).to.be.lessThan(height + 300);
    await expect(element).to.be.accessible();
  });

  it('handles a clock that jumps forward and back', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'streaming' }), new FakeClock()];
    const element = await renderStatusFixture(agent, clock);
    const jumps = [1e12, -2e12, 5_000, -5_000, NaN];
    for (const [index, jump] of jumps.entries()) {
      clock.advance(jump);
      agent.setState({ totals: [{ currency: 'USD', value: `0.0${index + 1}` }] });
      await element.updateComplete;
    }

    expect(textOf(element, '[part=totals]')).to.equal('$0.05');
    expect(find(element, '.sparkline path:last-child')?.getAttribute('d')).not.to.contain('NaN');
  });

  it('can be removed at any time and inserted again', async () => {
    const agent = new FakeAgent({ status: 'streaming', sessions: [SESSION] });
    const element = await renderStatusFixture(agent);
    const parent = element.parentElement as HTMLElement;
    for (let round = 0; round < 20; round++) {
      agent.setState({ totals: [{ currency: 'USD', value: `0.${10 + round}` }] });
      if (round % 3) element.remove();
      else parent.append(element);
      if (round % 2) await Promise.resolve();
    }
    parent.append(element);
    await element.updateComplete;

    expect(textOf(element, '[part=totals]')).to.equal('$0.29');
  });

  it('throws nothing into the page when a state cannot be shown, and shows the next one', async () => {
    const agent = new FakeAgent();
    const element = await renderStatusFixture(agent);
    const warned: unknown[][] = [];
    const { warn } = console;
    console.warn = (...line) => void warned.push(line);
    agent.setState({ status: 'unknown-status' as 'ready' });
    await element.updateComplete;
    console.warn = warn;
    agent.setState({ status: 'streaming' });
    await element.updateComplete;

    expect(warned).to.have.length(1);
    expect(textOf(element, '[part=state]')).to.equal('Streaming');
  });
});
