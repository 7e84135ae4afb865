import { expect } from '@open-wc/testing';

describe('wm-status/define', () => {
  it('keeps an existing definition', async () => {
    class Other extends HTMLElement {}
    customElements.define('wm-status', Other);

    await import('../../../../src/page/elements/wm-status/define.js');

    expect(customElements.get('wm-status')).to.equal(Other);
  });
});
