import { expect } from '@open-wc/testing';
import { FakeAgent, find, renderStatusFixture } from './support/fake-agent.js';

const PARTS = ['indicator', 'state', 'detail', 'problem', 'totals', 'button'];
const HOSTILE = [
  'display: none',
  'position: absolute; inset: -50px; z-index: 2147483647; background: white',
  'opacity: 0; visibility: hidden; font-size: 0',
];

describe('the <wm-status> sandbox label', () => {
  it('is real text, also for screen readers', async () => {
    const mark = find(await renderStatusFixture(new FakeAgent({ sandbox: true })), '.sandbox');

    expect(mark?.textContent).to.equal('SANDBOX: no real money moves');
  });

  it('is missing when real money moves', async () => {
    expect(find(await renderStatusFixture(new FakeAgent({ sandbox: false })), '.sandbox')).to.equal(null);
  });

  it('is not a part, and neither are its ancestors', async () => {
    const mark = find(await renderStatusFixture(new FakeAgent({ sandbox: true })), '.sandbox');

    expect(mark?.closest('[part]')).to.equal(null);
  });

  for (const declarations of HOSTILE) {
    it(`stays visible although each part has "${declarations}"`, async () => {
      const element = await renderStatusFixture(new FakeAgent({ sandbox: true }));
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(PARTS.map((part) => `wm-status::part(${part}) { ${declarations} }`).join('\n'));
      document.adoptedStyleSheets.push(sheet);

      const { x, y, width, height } = (find(element, '.sandbox') as HTMLElement).getBoundingClientRect();
      const top = element.shadowRoot?.elementFromPoint(x + width / 2, y + height / 2);
      document.adoptedStyleSheets.pop();

      expect(width * height).to.be.greaterThan(500);
      expect(top?.className).to.equal('sandbox');
    });
  }

  it('keeps its colours and size whatever the page sets on the element', async () => {
    const element = await renderStatusFixture(new FakeAgent({ sandbox: true }));
    const mark = find(element, '.sandbox') as HTMLElement;
    const look = (): string => {
      const { color, backgroundColor, fontSize, letterSpacing, width } = getComputedStyle(mark);
      return [color, backgroundColor, fontSize, letterSpacing, width].join();
    };
    const before = look();

    element.style.cssText =
      '--wm-status-color: white; --wm-status-background: white; color: transparent; font-size: 0; letter-spacing: -1em; text-indent: -99em';

    expect(look()).to.equal(before);
  });
});
