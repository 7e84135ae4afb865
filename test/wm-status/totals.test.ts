import { expect } from '@open-wc/testing';
import { ENGLISH } from '../../src/wm-status/languages/en.js';
import type { Words } from '../../src/wm-status/words.js';
import { FakeAgent, find, showing, textOf } from './fake-agent.js';

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

  it('move nothing when the first amount comes and when it grows', async () => {
    const agent = new FakeAgent({ status: 'streaming' });
    const element = await showing(agent);
    const before = boxes(element);

    for (const value of ['0.0001', '0.1111', '8888.8888']) {
      agent.become({ totals: [{ currency: 'USD', value }] });
      await element.updateComplete;
      expect(boxes(element)).to.deep.equal(before);
    }
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
