import { expect } from '@open-wc/testing';

describe('wm-status/define', () => {
  it('leaves a definition alone that is already there', async () => {
    class Other extends HTMLElement {}
    customElements.define('wm-status', Other);

    await import('../../src/wm-status/define.js');

    expect(customElements.get('wm-status')).to.equal(Other);
  });
});
