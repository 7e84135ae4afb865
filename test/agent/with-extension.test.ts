import { expect } from '@open-wc/testing';
import type { Members } from '../support/extension-double.js';
import { ExtensionPage, type ExtensionPageOptions, until } from './support/extension-page.js';

const REAL = 'https://wallet.example/alice';
const SANDBOX = 'http://localhost:4102/ok';
/** What one agent makes a page hear. */
const OURS = [
  ...['at the link: load', 'at the link: monetization 0.01'],
  ...['bubbling: monetization 0.01', 'capturing at the window: monetization 0.01'],
  ...['capturing: load', 'capturing: monetization 0.01'],
  ...['document.onmonetization: monetization 0.01', 'onload: load', 'onmonetization: monetization 0.01'],
];

const PRODUCTION = 'data-provider="https://provider.example"';

for (const members of ['all at once', 'member by member'] as const satisfies Members[]) {
  describe(`a page beside an extension that defines its members ${members}`, () => {
    let page: ExtensionPage;
    const open = async (options: Partial<ExtensionPageOptions> = {}): Promise<void> => {
      page = await ExtensionPage.open({ members, ...options });
    };
    afterEach(() => page.close());

    for (const [name, attributes] of [
      ['', 'data-provider="simulate"'],
      [' with data-force', 'data-provider="simulate" data-force'],
    ] as const) {
      it(`is played to by a simulation${name}, and hears nothing of the extension, which refuses the link`, async () => {
        await open({ attributes });
        page.addLink(SANDBOX);
        await until(() => page.amounts('bubbling').length >= 1);
        expect(page.kinds).to.eql(OURS);
        expect(page.heard.filter((line) => line === 'at the link: load')).to.have.length(1);
        expect(page.state).to.include({ status: 'streaming', otherAgent: 'beside', sandbox: true });
        expect(page.errors).to.eql([]);
      });
    }

    it('hears nothing of what the extension pays with real money', async () => {
      await open({ paysEach: 20 });
      page.addLink(REAL);
      await until(() => page.amounts('bubbling').length >= 1);
      expect(page.kinds).to.eql(OURS);
      expect(page.state.totals).to.eql([{ currency: 'USD', value: '0.01' }]);
      await until(() => page.lines.length === 2);
      const [here, paid] = page.lines;
      expect(here).to.match(
        /^\[wm-polyfill\] Another .* extension, is here, too\..*real https address.*data-stand-aside/,
      );
      expect(paid).to.match(/^\[wm-polyfill\] The other agent says that it has paid.*real money/);
      page.close();
    });

    it('hears the same when the extension comes after the script', async () => {
      await open({ late: true, paysEach: 20 });
      expect(page.state.otherAgent).to.equal(null);
      page.addLink(REAL);
      await until(() => page.amounts('bubbling').length >= 1);
      expect(page.kinds).to.eql(OURS);
      await until(() => page.state.otherAgent === 'beside' && page.lines.length === 2);
    });

    it('has one agent also with two copies of the script', async () => {
      await open({ copies: 2 });
      page.addLink(SANDBOX);
      await until(() => page.amounts('bubbling').length >= 2);
      expect(page.heard.filter((line) => line === 'at the link: load')).to.have.length(1);
    });

    it('has its content attribute called with our events alone', async () => {
      await open({
        paysEach: 20,
        html: '<html onmonetization="(this.told ??= []).push(event.amountSent.value)">',
      });
      const root = page.window.document.documentElement as { told?: string[] } & HTMLElement;
      page.addLink(REAL);
      await until(() => root.told?.length);
      expect([...new Set(root.told)]).to.eql(['0.01']);
    });

    it('finds our events to be of the interfaces that it finds', async () => {
      await open();
      const link = page.addLink(SANDBOX);
      const event = await new Promise<Event>((resolve) =>
        link.addEventListener('monetization', resolve, { once: true }),
      );
      expect(event).to.be.instanceof(page.window.MonetizationEvent);
      expect((event as MonetizationEvent).amountSent).to.be.instanceof(
        page.window.MonetizationCurrencyAmount,
      );
      expect(JSON.parse(JSON.stringify(event))).to.have.nested.property('amountSent.value', '0.01');
    });

    it('hears of links that our agent has not taken what the extension says', async () => {
      await open();
      const link = page.addLink(SANDBOX);
      link.setAttribute('disabled', '');
      link.dispatchEvent(new page.window.Event('error'));
      expect(page.kinds).to.include('onerror: error');
    });

    it('hears the extension alone, with data-stand-aside', async () => {
      await open({ paysEach: 20, attributes: 'data-provider="simulate" data-stand-aside' });
      page.addLink(REAL);
      await until(() => page.amounts('bubbling').length >= 2);
      expect([...new Set(page.amounts('onmonetization'))]).to.eql(['9.99']);
      await until(() => page.window.document.monetization && page.state.otherAgent === 'paying');
      expect(page.state).to.include({ status: 'other-agent', provider: null });
      expect(page.lines).to.eql([]);
    });

    it('is told by the console that nobody can be played without an agent', async () => {
      page = await ExtensionPage.open({ members, html: '<script>localStorage.wm = "no-agent"</script>' });
      localStorage.removeItem('wm');
      await until(() => page.lines.length === 1);
      expect(page.lines[0]).to.include('the page finds it');
      expect('monetization' in page.window.document).to.equal(false);
    });

    it('says in production that the extension is there and has not paid', async () => {
      await open({ attributes: PRODUCTION });
      page.addLink(REAL);
      await until(() => page.window.document.monetization && page.heard.length);
      expect(page.kinds).to.eql(['at the link: load', 'capturing: load', 'onload: load']);
      expect(page.state).to.include({ status: 'other-agent', otherAgent: 'waiting' });
      expect(page.lines).to.eql([]);
    });

    it('says in production that it pays, and counts also what came before anybody could listen', async () => {
      const html = `<link rel="monetization" href="${REAL}">`;
      await open({ attributes: PRODUCTION, html, paysEach: 1e9 });
      const link = page.window.document.querySelector('link') as HTMLLinkElement;
      link.href = `${REAL}/2`;
      await until(() => page.window.document.monetization && page.state.otherAgent === 'paying');
      expect(page.state.totals).to.eql([{ currency: 'USD', value: '9.99' }]);
    });
  });
}

describe('a page of this machine without another agent', () => {
  it('hears what it dispatches itself with our interfaces', async () => {
    const page = await ExtensionPage.open({ members: null });
    const link = page.addLink(SANDBOX);
    const { MonetizationEvent, Event } = page.window;
    const amountSent = { currency: 'EUR', value: '1' };
    link.dispatchEvent(
      new MonetizationEvent('monetization', {
        bubbles: true,
        amountSent,
        incomingPayment: null,
        walletAddress: REAL,
      }),
    );
    link.dispatchEvent(new Event('monetization', { bubbles: true }));
    expect(page.kinds).to.include('bubbling: monetization 1').and.to.include('bubbling: monetization');
    expect(page.state.otherAgent).to.equal(null);
    page.close();
  });
});
