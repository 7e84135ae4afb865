import { expect, fixture, html } from '@open-wc/testing';
import type { WmStatus } from '../../../../src/page/elements/wm-status/wm-status.js';
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

const STREAMING = {
  status: 'streaming',
  connection: CONNECTION,
  sessions: [SESSION],
  totals: [{ currency: 'USD', value: '0.0042' }],
} as const;

describe('<wm-status> variants', () => {
  it('a badge has a word, an amount and a button', async () => {
    const element = await renderStatusFixture(new FakeAgent(STREAMING), new FakeClock(), 'badge');

    expect(textOf(element, '.card')).to.match(/^Streaming \$0\.0042/);
    expect(find(element, 'button')?.textContent).to.match(/Pause\s*: Web Monetization/);
    expect(find(element, '[part=budget], [part=detail], details')).to.equal(null);
  });

  it('a bar is as wide as its container', async () => {
    const element = await renderStatusFixture(new FakeAgent(STREAMING), new FakeClock(), 'bar');

    expect(element.getBoundingClientRect().width).to.equal(
      element.parentElement?.getBoundingClientRect().width,
    );
    expect(textOf(element, '.card')).to.match(/^Streaming Paying wallet.example\/alice Sent \$0\.0042 Pause/);
  });

  it('a panel shows budget, rate and renewal', async () => {
    const element = await renderStatusFixture(new FakeAgent(STREAMING));

    expect(textOf(element, '[part=budget]')).to.equal('Budget $1.25 of $5.00 $0.60 an hour renews Dec 1');
    expect(find(element, '[role=meter]')?.getAttribute('aria-valuenow')).to.equal('25');
  });

  it('a panel reserves the space of unknown values', async () => {
    const agent = new FakeAgent({ status: 'connecting' });
    const element = await renderStatusFixture(agent);
    const { height } = element.getBoundingClientRect();

    agent.setState(STREAMING);
    await element.updateComplete;

    expect(element.getBoundingClientRect().height).to.equal(height);
  });

  it('a panel expands to its links with their receivers, waits and errors', async () => {
    const error = { code: 'wallet-address-not-found', message: 'Not found.', fix: 'Check it.' } as const;
    const broken = {
      ...SESSION,
      href: 'https://w.example/b',
      walletAddress: null,
      status: 'error',
      error,
    } as const;
    const coarse = {
      ...SESSION,
      href: 'https://w.example/c',
      walletAddress: null,
      dueIn: 7_200_000,
    } as const;
    const element = await renderStatusFixture(
      new FakeAgent({ ...STREAMING, sessions: [SESSION, broken, coarse] }),
    );
    expect(textOf(element, 'summary')).to.equal('Links 3');

    await openLinkDetails(element);

    expect([...(element.shadowRoot?.querySelectorAll('[part=link]') ?? [])].map(lineOf)).to.deep.equal([
      'wallet.example/alice being paid',
      'w.example/b Not found. Check it.',
      'w.example/c Next payment after 2 hours on this page.',
    ]);
    await expect(element).to.be.accessible();
  });

  it('an unknown variant is a panel, and a missing one has no attribute', async () => {
    const element = await fixture<WmStatus>(html`<wm-status variant="giant"></wm-status>`);
    expect(find(element, '.card.panel')).not.to.equal(null);
    expect(document.createElement('wm-status').hasAttribute('variant')).to.equal(false);
  });

  for (const variant of ['badge', 'bar', 'panel'] as const) {
    it(`a ${variant} shows the page’s slot for the current state`, async () => {
      const element = await fixture<WmStatus>(
        html`<wm-status variant=${variant} .source=${new FakeAgent({ status: 'not-connected' })}>
          <a slot="not-connected" href="#how">How it works</a><i slot="ready">no</i>
        </wm-status>`,
      );
      const [link, other] = [element.querySelector('a'), element.querySelector('i')];

      expect(link?.checkVisibility()).to.equal(true);
      expect(other?.assignedSlot).to.equal(null);
      await expect(element).to.be.accessible();
    });
  }
});

describe('<wm-status> sparkline', () => {
  it('shows the payments of the last five minutes', async () => {
    const [agent, clock] = [new FakeAgent({ status: 'streaming' }), new FakeClock()];
    const element = await renderStatusFixture(agent, clock);
    const bars = async (): Promise<number[]> => {
      await element.updateComplete;
      const path = find(element, '.sparkline path:last-child')?.getAttribute('d') ?? '';
      return [...path.matchAll(/M(\d+)/g)].map(([, x]) => Number(x) / 4);
    };

    agent.setState({ totals: [{ currency: 'USD', value: '0.01' }] });
    expect(await bars()).to.deep.equal([29]);
    clock.advance(20_000);
    agent.setState({ totals: [{ currency: 'USD', value: '0.02' }] });
    expect(await bars()).to.deep.equal([27, 29]);
    for (let waited = 0; waited < 30; waited++) clock.advance(10_000);
    expect(await bars()).to.deep.equal([]);
  });
});

function lineOf(element: Element): string {
  return (element as HTMLElement).innerText.replace(/\s+/g, ' ').trim();
}
