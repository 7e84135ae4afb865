import { expect } from '@open-wc/testing';
import { FakeAgent, showing } from './fake-agent.js';

describe('<wm-status> under a strict Content Security Policy', () => {
  it('brings its styles as adopted style sheets, never as style elements or attributes', async () => {
    const { shadowRoot } = await showing(new FakeAgent({ status: 'streaming', sandbox: true }));

    expect(shadowRoot?.adoptedStyleSheets).to.have.length(6);
    expect(shadowRoot?.querySelector('style, [style], script')).to.equal(null);
  });
});
