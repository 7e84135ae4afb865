import { expect } from '@open-wc/testing';
import type { ExtensionMembers } from '../../../support/browsers/fake-extension.js';
import { ExtensionPage, type ExtensionPageOptions } from '../support/extension-page.js';
import { waitFor } from '../../../support/wait-for.js';

const REAL = 'https://wallet.example/alice';
const SANDBOX = 'http://localhost:4102/ok';
/** The events that a page receives from one agent. */
const OURS = [
  ...['at the link: load', 'at the link: monetization 0.01'],
  ...['bubbling: monetization 0.01', 'capturing at the window: monetization 0.01'],
  ...['capturing: load', 'capturing: monetization 0.01'],
  ...['document.onmonetization: monetization 0.01', 'onload: load', 'onmonetization: monetization 0.01'],
];

const PRODUCTION = 'data-provider="https://provider.example"';

for (const members of ['all at once', 'member by member'] as const satisfies ExtensionMembers[]) {
  describe(`a page with an extension that defines its members ${members}`, () => {
    let page: ExtensionPage;
    const open = async (options: Partial<ExtensionPageOptions> = {}): Promise<void> => {
      page = await ExtensionPage.open({ members, ...options });
    };
    afterEach(() => page.close());

    for (const [name, attributes] of [
      ['', 'data-provider="simulate"'],
      [' with data-force', 'data-provider="simulate" data-force'],
    ] as const) {
      it(`receives simulated payments${name} but no events of the extension, which rejects the link`, async () => {
        await open({ attributes });
        page.addLink(SANDBOX);
        await waitFor(() => page.amounts('bubbling').length >= 1);
        expect(page.distinctEvents).to.eql(OURS);
        expect(page.receivedEvents.filter((line) => line === 'at the link: load')).to.have.length(1);
        expect(page.state).to.include({ status: 'streaming', nativeAgent: 'coexisting', sandbox: true });
        expect(page.errors).to.eql([]);
      });
    }

    it('does not receive events of the extension’s real payments', async () => {
      await open({ paymentIntervalMs: 20 });
      page.addLink(REAL);
      await waitFor(() => page.amounts('bubbling').length >= 1);
      expect(page.distinctEvents).to.eql(OURS);
      expect(page.state.totals).to.eql([{ currency: 'USD', value: '0.01' }]);
      await waitFor(() => page.consoleWarnings.length === 2);
      const [here, paid] = page.consoleWarnings;
      expect(here).to.match(
        /^\[wm-polyfill\] Another .* extension, is present\..*real https address.*data-passive/,
      );
      expect(paid).to.match(/^\[wm-polyfill\] The other agent reports that it has paid.*real money/);
      page.close();
    });

    it('receives the same events when the extension comes after the script', async () => {
      await open({ isLate: true, paymentIntervalMs: 20 });
      expect(page.state.nativeAgent).to.equal(null);
      page.addLink(REAL);
      await waitFor(() => page.amounts('bubbling').length >= 1);
      expect(page.distinctEvents).to.eql(OURS);
      await waitFor(() => page.state.nativeAgent === 'coexisting' && page.consoleWarnings.length === 2);
    });

    it('has one agent even with two copies of the script', async () => {
      await open({ copies: 2 });
      page.addLink(SANDBOX);
      await waitFor(() => page.amounts('bubbling').length >= 2);
      expect(page.receivedEvents.filter((line) => line === 'at the link: load')).to.have.length(1);
    });

    it('has its content attribute called for our events only', async () => {
      await open({
        paymentIntervalMs: 20,
        html: '<html onmonetization="(this.received ??= []).push(event.amountSent.value)">',
      });
      const root = page.window.document.documentElement as { received?: string[] } & HTMLElement;
      page.addLink(REAL);
      await waitFor(() => root.received?.length);
      expect([...new Set(root.received)]).to.eql(['0.01']);
    });

    it('sees our events as instances of its own interfaces', async () => {
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

    it('receives the extension’s events for links that our agent does not process', async () => {
      await open();
      const link = page.addLink(SANDBOX);
      link.setAttribute('disabled', '');
      link.dispatchEvent(new page.window.Event('error'));
      expect(page.distinctEvents).to.include('onerror: error');
    });

    it('receives only the extension’s events with data-passive', async () => {
      await open({ paymentIntervalMs: 20, attributes: 'data-provider="simulate" data-passive' });
      page.addLink(REAL);
      await waitFor(() => page.amounts('bubbling').length >= 2);
      expect([...new Set(page.amounts('onmonetization'))]).to.eql(['9.99']);
      await waitFor(() => page.window.document.monetization && page.state.nativeAgent === 'paying');
      expect(page.state).to.include({ status: 'native-agent', provider: null });
      expect(page.consoleWarnings).to.eql([]);
    });

    it('logs that the no-agent persona is impossible', async () => {
      page = await ExtensionPage.open({ members, html: '<script>localStorage.wm = "no-agent"</script>' });
      localStorage.removeItem('wm');
      await waitFor(() => page.consoleWarnings.length === 1);
      expect(page.consoleWarnings[0]).to.include('The page can detect it');
      expect('monetization' in page.window.document).to.equal(false);
    });

    it('reports in production that the extension is present and has not paid', async () => {
      await open({ attributes: PRODUCTION });
      page.addLink(REAL);
      await waitFor(() => page.window.document.monetization && page.receivedEvents.length);
      expect(page.distinctEvents).to.eql(['at the link: load', 'capturing: load', 'onload: load']);
      expect(page.state).to.include({ status: 'native-agent', nativeAgent: 'waiting' });
      expect(page.consoleWarnings).to.eql([]);
    });

    it('reports in production that the extension pays, including payments before the first listener', async () => {
      const html = `<link rel="monetization" href="${REAL}">`;
      await open({ attributes: PRODUCTION, html, paymentIntervalMs: 1e9 });
      const link = page.window.document.querySelector('link') as HTMLLinkElement;
      link.href = `${REAL}/2`;
      await waitFor(() => page.window.document.monetization && page.state.nativeAgent === 'paying');
      expect(page.state.totals).to.eql([{ currency: 'USD', value: '9.99' }]);
    });
  });
}

describe('a local page without another agent', () => {
  it('receives events that it dispatches itself with our interfaces', async () => {
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
    expect(page.distinctEvents)
      .to.include('bubbling: monetization 1')
      .and.to.include('bubbling: monetization');
    expect(page.state.nativeAgent).to.equal(null);
    page.close();
  });
});
