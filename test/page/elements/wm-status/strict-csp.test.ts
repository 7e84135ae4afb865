import { expect } from '@open-wc/testing';
import { FakeAgent, renderStatusFixture } from './support/fake-agent.js';

describe('<wm-status> under a strict Content Security Policy', () => {
  it('uses adopted style sheets only, no style elements or attributes', async () => {
    const { shadowRoot } = await renderStatusFixture(new FakeAgent({ status: 'streaming', sandbox: true }));

    expect(shadowRoot?.adoptedStyleSheets).to.have.length(6);
    expect(shadowRoot?.querySelector('style, [style], script')).to.equal(null);
  });
});
