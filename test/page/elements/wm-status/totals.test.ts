import { expect } from '@open-wc/testing';
import type { Messages } from '../../../../src/page/elements/wm-status/core/messages.js';
import { FakePlatform } from '../../agent/support/fake-platform.js';
import { FakeAgent, FakeClock, find, renderStatusFixture, textOf } from './support/fake-agent.js';
import { ALL_ENGLISH_MESSAGES } from './support/all-english-messages.js';

describe('<wm-status> totals', () => {
  it('are listed per currency', async () => {
    const totals = [
      { currency: 'USD', value: '0.0042' },
      { currency: 'EUR', value: '12.00' },
    ];
    const element = await renderStatusFixture(new FakeAgent({ status: 'streaming', totals }));

    const items = [...(find(element, 'ul')?.children ?? [])].map((item) => item.textContent);
    expect(items).to.deep.equal(['$0.0042', '€12.00']);
    await expect(element).to.be.accessible();
  });

  it('show that nothing was sent yet', async () => {
    expect(textOf(await renderStatusFixture(new FakeAgent()), '[part=totals]')).to.equal('Nothing yet');
  });

  for (const variant of ['panel', 'bar', 'badge'] as const) {
    it(`move nothing in a ${variant} when the first amount appears or grows`, async () => {
      const agent = new FakeAgent({ status: 'streaming' });
      const element = await renderStatusFixture(agent, new FakeClock(), variant);
      const before = boxes(element);

      for (const value of ['0.0001', '0.1111', variant === 'badge' ? '88.88' : '8888.8888']) {
        agent.setState({ totals: [{ currency: 'USD', value }] });
        await element.updateComplete;
        expect(boxes(element)).to.deep.equal(before);
      }
    });
  }

  it('are rendered at most twenty times a second, including the last value', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await renderStatusFixture(agent);
    let drawn = 0;
    element.addController({ hostUpdated: () => (drawn += 1) });
    const clock = replaceClock();

    for (let cents = 10; cents < 50; cents++) {
      agent.setState({ totals: [{ currency: 'USD', value: `0.${cents}` }] });
      await clock.advance(5);
    }
    await clock.advance(50);
    clock.restore();

    expect(drawn).to.be.within(2, 1 + (40 * 5 + 50) / 50);
    expect(textOf(element, '[part=totals]')).to.equal('$0.49');
  });

  it('are formatted in the language of the texts', async () => {
    const words: Messages = { ...ALL_ENGLISH_MESSAGES, lang: 'ar-EG', dir: 'rtl', sent: 'أُرسل' };
    const element = await renderStatusFixture(
      new FakeAgent({ totals: [{ currency: 'EGP', value: '1.50' }] }),
    );
    element.messages = words;
    element.variant = 'bar';
    await element.updateComplete;

    expect(find(element, '[role=group]')?.getAttribute('lang')).to.equal('ar-EG');
    expect(textOf(element, '[part=totals]')).to.contain('١٫٥٠');
    const button = find(element, 'button')?.getBoundingClientRect();
    expect(button?.right).to.be.lessThan(find(element, 'ul')?.getBoundingClientRect().left as number);
  });
});

function boxes(element: HTMLElement): unknown[] {
  const button = element.shadowRoot?.querySelector('button') as HTMLElement;
  return [element, button].map((each) => {
    const { x, y, width, height } = each.getBoundingClientRect();
    return { x, y, width, height };
  });
}

/** The clock and the timers of the document advance only when the test calls it. */
function replaceClock(): { advance(milliseconds: number): Promise<void>; restore(): void } {
  const { setTimeout } = window;
  const platform = new FakePlatform();
  platform.time = performance.now();
  performance.now = () => platform.time;
  window.setTimeout = ((steps: () => void, delay = 0) =>
    platform.setTimeout(steps, delay)) as typeof setTimeout;
  return {
    advance: (milliseconds) => platform.advance(milliseconds),
    restore() {
      Reflect.deleteProperty(performance, 'now');
      window.setTimeout = setTimeout;
    },
  };
}
