import { expect } from '@open-wc/testing';
import { monetization } from '../../../src/testing/page/monetization.js';

const supports = (): boolean => document.createElement('link').relList.supports('monetization');

describe('a test that runs in the page that it tests', () => {
  let link: HTMLLinkElement;
  beforeEach(() => {
    link = document.createElement('link');
    link.rel = 'monetization';
    link.href = 'https://wallet.example/alice';
    document.head.append(link);
  });
  afterEach(() => {
    monetization.stop();
    link.remove();
  });

  it('leaves nothing behind, even with an agent that starts late', async () => {
    monetization.start('late');
    monetization.stop();
    monetization.start('late');
    await monetization.pay('0.05');
    expect(supports()).to.equal(true);
    monetization.stop();
    expect(supports()).to.equal(false);
    expect('monetization' in document).to.equal(false);
  });

  it('returns to the initial state', async () => {
    monetization.start();
    await monetization.use('runs-out');
    await monetization.clock.advance('10s');
    expect(await monetization.events()).not.to.eql([]);
    await monetization.reset();
    const { length } = await monetization.events();
    await monetization.clock.advance('10s');
    expect(await monetization.events()).to.have.length(length);
    await monetization.pay('0.07');
    expect((await monetization.events()).at(-1)?.amountSent.value).to.equal('0.07');
  });
});
