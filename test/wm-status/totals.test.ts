import { expect } from '@open-wc/testing';
import { ENGLISH } from '../../src/wm-status/languages/en.js';
import type { Words } from '../../src/wm-status/words.js';
import { FakeAgent, FakeClock, find, showing, textOf } from './fake-agent.js';

describe('<wm-status> totals', () => {
  it('are listed per currency', async () => {
    const totals = [
      { currency: 'USD', value: '0.0042' },
      { currency: 'EUR', value: '12.00' },
    ];
    const element = await showing(new FakeAgent({ status: 'streaming', totals }));

    const items = [...(find(element, 'ul')?.children ?? [])].map((item) => item.textContent);
    expect(items).to.deep.equal(['$0.0042', '€12.00']);
    await expect(element).to.be.accessible();
  });

  it('say that nothing was sent yet', async () => {
    expect(textOf(await showing(new FakeAgent()), '[part=totals]')).to.equal('Nothing yet');
  });

  for (const variant of ['panel', 'bar', 'badge'] as const) {
    it(`move nothing in a ${variant} when the first amount comes and when it grows`, async () => {
      const agent = new FakeAgent({ status: 'streaming' });
      const element = await showing(agent, new FakeClock(), variant);
      const before = boxes(element);

      for (const value of ['0.0001', '0.1111', variant === 'badge' ? '88.88' : '8888.8888']) {
        agent.become({ totals: [{ currency: 'USD', value }] });
        await element.updateComplete;
        expect(boxes(element)).to.deep.equal(before);
      }
    });
  }

  it('are drawn at most twenty times a second, and the last one is', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await showing(agent);
    let drawn = 0;
    element.addController({ hostUpdated: () => (drawn += 1) });
    const began = performance.now();

    for (let cents = 10; cents < 50; cents++) {
      agent.become({ totals: [{ currency: 'USD', value: `0.${cents}` }] });
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await element.updateComplete;

    expect(drawn).to.be.at.most(1 + Math.ceil((performance.now() - began) / 50));
    expect(textOf(element, '[part=totals]')).to.equal('$0.49');
  });

  it('are written in the language of the words', async () => {
    const words: Words = { ...ENGLISH, lang: 'ar-EG', dir: 'rtl', sent: 'أُرسل' };
    const element = await showing(new FakeAgent({ totals: [{ currency: 'EGP', value: '1.50' }] }));
    element.words = words;
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
