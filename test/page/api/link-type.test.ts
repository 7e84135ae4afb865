import { expect } from '@open-wc/testing';
import { apply } from '../../../src/page/api/apply.js';

describe('link type "monetization": relList.supports', () => {
  let undo: () => void;
  const link = document.createElement('link');

  beforeEach(() => (undo = apply()));
  afterEach(() => undo());

  for (const token of ['monetization', 'MONETIZATION', 'Monetization']) {
    it(`knows ${token}`, () => expect(link.relList.supports(token)).to.equal(true));
  }

  for (const token of ['monetizations', ' monetization', '', 'x']) {
    it(`does not know ${JSON.stringify(token)}`, () => expect(link.relList.supports(token)).to.equal(false));
  }

  it('returns the native result for other tokens', () => {
    expect(link.relList.supports('stylesheet')).to.equal(true);
    undo();
    const preload = link.relList.supports('preload');
    undo = apply();
    expect(link.relList.supports('preload')).to.equal(preload);
  });

  it('is for <link> only', () => {
    const frame = document.createElement('iframe');
    for (const list of [
      document.createElement('a').relList,
      document.createElement('area').relList,
      frame.sandbox,
    ]) {
      expect(list.supports('monetization')).to.equal(false);
    }
    expect(() => link.classList.supports('monetization')).to.throw(TypeError);
  });

  it('looks like the function that it replaces', () => {
    const { supports } = DOMTokenList.prototype;
    expect([supports.name, supports.length]).to.eql(['supports', 1]);
    expect(() => Reflect.apply(supports, link.relList, [])).to.throw(TypeError);
    expect(() => supports.call({} as DOMTokenList, 'monetization')).to.throw(TypeError);
  });
});
