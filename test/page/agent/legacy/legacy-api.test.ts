import { expect } from '@open-wc/testing';
import type { WalletAddressDetails } from '../../../../src/protocol/wallet-address-details.js';
import type { Payment } from '../../../../src/protocol/relay-messages.js';
import {
  sampleWalletAddressDetails,
  createDeferred,
  samplePayment,
  rejectWith,
} from '../support/fake-relay.js';
import { LegacyPage } from './legacy-page.js';
import { waitFor } from '../../../support/wait-for.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('document.monetization of the first version', () => {
  let page: LegacyPage;

  // From here on the legacy module loads immediately.
  before(() => import('../../../../src/page/agent/legacy/legacy.js'));
  beforeEach(() => {
    page = new LegacyPage();
  });
  afterEach(() => page.stop());

  it('runs a page that was written in 2019', async () => {
    const log: string[] = [];
    let total = 0;
    let scale = 0;
    page.addMeta('$wallet.example/alice');
    page.start();

    const { monetization } = document;
    if (monetization) {
      log.push(monetization.state);
      monetization.addEventListener('monetizationstart', function (event) {
        log.push(monetization.state + ' ' + event.detail.paymentPointer);
      });
      monetization.addEventListener('monetizationprogress', function (event) {
        total += Number(event.detail.amount);
        scale = event.detail.assetScale;
        log.push((total * Math.pow(10, -scale)).toFixed(scale) + ' ' + event.detail.assetCode);
      });
    }

    await page.waitForLegacyModule();
    await page.platform.advance(2_000);
    expect(log).to.eql(['stopped', 'started $wallet.example/alice', '1.350 USD', '2.700 USD']);
  });

  it('fires pending, start and progress for a link after its state has changed', async () => {
    page.addLink('alice');
    await page.startPaid();
    expect(page.receivedEvents).to.eql(['pending pending', 'start started', 'progress started']);

    const [pending, start, progress] = page.details;
    expect(pending?.paymentPointer).to.equal('https://wallet.example/alice');
    expect(pending?.requestId).to.match(UUID);
    expect(start).to.eql(pending);
    expect(progress).to.eql({ ...pending, amount: '1350', assetCode: 'USD', assetScale: 3 });
  });

  it('reports the receiver’s amount, even if monetization events do as well', async () => {
    page.addLink('alice');
    page.start({ amountSent: 'receiver' });
    page.listen();
    await page.waitForLegacyModule();
    expect(page.details[2]).to.include({ amount: '1350', assetScale: 3 });
  });

  it('fires no event at the document, the link or the window', async () => {
    const astray: string[] = [];
    const see = (event: Event): void => void astray.push(event.type);
    const link = page.addLink('alice');
    for (const target of [document, link, window]) target.addEventListener('monetizationstart', see);
    await page.startPaid();
    for (const target of [document, window]) target.removeEventListener('monetizationstart', see);
    expect(page.receivedEvents).to.include('start started');
    expect(astray).to.eql([]);
  });

  it('replays earlier events for a late listener', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(5_000);
    page.listen();
    await page.waitForLegacyModule();
    expect(page.receivedEvents).to.eql(['pending pending', 'start started']);
    await page.platform.advance(2_000);
    expect(page.receivedEvents.at(-1)).to.equal('progress started');
  });

  it('misses no payment while its file is loading', async () => {
    const arrival = createDeferred<void>();
    Object.assign(globalThis, { arrival: arrival.promise });
    const file = new URL('/src/page/agent/legacy/legacy.ts', location.href).href;
    // Its imports are loaded now, so that only the file itself is late.
    await import(file);
    const code = encodeURIComponent(`await globalThis.arrival; export * from "${file}"; `);
    page.addLink('alice');
    // The file name, which is appended to the directory, becomes a comment.
    page.start({ directory: `data:text/javascript,${code}//` });
    // Only one member: WebKit returns a module with a pending top-level await when it is imported a second
    // time.
    const amounts: string[] = [];
    page.monetization.addEventListener('monetizationprogress', ({ detail }) => amounts.push(detail.amount));
    await page.platform.advance(10);
    expect(page.eventsOf('monetization')).to.have.length(1);
    expect(amounts).to.eql([]);
    arrival.resolve();
    await waitFor(() => amounts.length, 'an amount', { between: () => page.platform.advance() });
    Reflect.deleteProperty(globalThis, 'arrival');
    expect(amounts).to.eql(['1350']);
  });

  it('has the right state before its module is loaded', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(5_000);
    expect(document.monetization?.state).to.equal('started');
  });

  for (const [what, away, back] of [
    ['is hidden', () => page.visibility.set(false), () => page.visibility.set(true)],
    ['is paused by the visitor', () => page.monetization.pause(), () => page.monetization.resume()],
  ] as const) {
    it(`stops with finalized false when the page ${what}, and starts again with the same requestId`, async () => {
      page.addLink('alice');
      await page.startPaid();
      const requestId = page.details[0]?.requestId;
      page.takeReceivedEvents();
      away();
      await page.platform.advance(10_000);
      expect(page.receivedEvents).to.eql(['stop stopped']);
      expect(page.details[0]).to.include({ requestId, finalized: false });

      page.takeReceivedEvents();
      back();
      await page.platform.advance(2_000);
      expect(page.receivedEvents).to.eql(['pending pending', 'start started', 'progress started']);
      expect(page.details.every((detail) => detail.requestId === requestId)).to.equal(true);
    });
  }

  it('misses no start when the page is hidden and shown quickly', async () => {
    page.addLink('alice');
    const answer = createDeferred<Payment>();
    page.relay.onPayment = () => answer.promise;
    await page.startPaid();
    expect(page.takeReceivedEvents()).to.eql(['pending pending']);
    page.visibility.set(false);
    page.visibility.set(true);
    page.visibility.set(false);
    answer.resolve(samplePayment('session-1', 2_000));
    await page.platform.advance(10);
    expect(page.takeReceivedEvents()).to.eql(['stop stopped', 'pending pending', 'stop stopped']);
    // A payment in the meantime is reported when the page is visible again.
    page.visibility.set(true);
    await page.platform.advance(10);
    expect(page.takeReceivedEvents()).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('stops with finalized true when the tag changes, and starts with a new requestId', async () => {
    const link = page.addLink('alice');
    await page.startPaid();
    const { requestId } = page.details[0] ?? {};
    page.takeReceivedEvents();
    link.href = 'https://wallet.example/bob';
    await page.platform.advance(2_010);
    expect(page.receivedEvents.slice(0, 3)).to.eql(['stop stopped', 'pending pending', 'start started']);
    expect(page.details[0]).to.eql({
      paymentPointer: 'https://wallet.example/alice',
      requestId,
      finalized: true,
    });
    expect(page.details[1]?.paymentPointer).to.equal('https://wallet.example/bob');
    expect(page.details[1]?.requestId).to.match(UUID).and.not.equal(requestId);
  });

  it('stops with finalized true when a paused tag is removed', async () => {
    const link = page.addLink('alice');
    await page.startPaid();
    page.monetization.pause();
    await page.platform.advance(10);
    page.takeReceivedEvents();
    link.remove();
    await page.platform.advance(10);
    expect(page.receivedEvents).to.eql(['stop stopped']);
    expect(page.details[0]).to.include({ finalized: true });
  });

  it('stops when the budget is spent, and continues with a new budget', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeReceivedEvents();
    const { onPayment } = page.relay;
    page.relay.onPayment = rejectWith('budget-spent');
    await page.platform.advance(2_000);
    expect(page.takeReceivedEvents()).to.eql(['stop stopped']);
    page.relay.onPayment = onPayment;
    await page.platform.advance(60_000);
    expect(page.takeReceivedEvents()).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('continues after one or two failed ticks, and stops at the third', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeReceivedEvents();
    page.relay.onPayment = rejectWith('provider-failed');
    await page.platform.advance(3_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length.above(2);
    expect(page.receivedEvents).to.eql([]);
    await page.platform.advance(60_000);
    expect(page.receivedEvents).to.eql(['stop stopped']);
  });

  it('fires neither pending nor stop without a connected wallet', async () => {
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    const link = page.addLink('alice');
    await page.startPaid();
    link.remove();
    await page.platform.advance(10);
    expect(page.receivedEvents).to.eql([]);
    expect(page.monetization.state).to.equal('stopped');
  });

  it('stops while the receiver accepts no payment', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeReceivedEvents();
    page.relay.onPayment = rejectWith('receiver-refused');
    page.relay.onSession = rejectWith('receiver-refused');
    await page.platform.advance(2_000);
    expect(page.takeReceivedEvents()).to.eql(['stop stopped']);
  });

  it('is not pending before the wallet has responded', async () => {
    const answer = createDeferred<WalletAddressDetails>();
    page.relay.onWalletAddress = () => answer.promise;
    page.addLink('alice');
    await page.startPaid();
    expect(page.receivedEvents).to.eql([]);
    answer.resolve(sampleWalletAddressDetails('https://wallet.example/alice'));
    await page.platform.advance(10);
    expect(page.receivedEvents).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('fires neither pending nor stop for a tag with a wrong wallet address', async () => {
    page.relay.onWalletAddress = rejectWith('wallet-address-not-found');
    const link = page.addLink('alice');
    await page.startPaid();
    link.remove();
    await page.platform.advance(10);
    expect(page.receivedEvents).to.eql([]);
  });

  it('does not count a replayed event as progress', async () => {
    page.addLink('alice');
    page.relay.onPayment = async () => ({ next: 2_000 });
    await page.startPaid();
    expect(page.receivedEvents).to.eql(['pending pending']);
  });

  it('works for a page with one tag only, and logs that once', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeReceivedEvents();
    const other = page.addLink('bob');
    await page.platform.advance(5_000);
    expect(page.receivedEvents).to.eql(['stop stopped']);
    expect(page.details[0]).to.include({ finalized: true });
    expect(page.platform.warnings.filter((line) => line.includes('one tag in the head'))).to.have.length(1);
    page.takeReceivedEvents();
    other.remove();
    await page.platform.advance(2_010);
    expect(page.receivedEvents.slice(0, 2)).to.eql(['pending pending', 'start started']);
  });

  it('ignores a tag in the body', async () => {
    document.body.append(page.createLink('alice'));
    await page.startPaid();
    expect(page.eventsOf('monetization')).to.have.length(1);
    expect(page.receivedEvents).to.eql([]);
  });

  it('works in a page that replaces CustomEvent or whose listener throws', async () => {
    const { CustomEvent } = window;
    const thrown: string[] = [];
    const catchError = (event: ErrorEvent): void => {
      event.preventDefault();
      event.stopImmediatePropagation();
      thrown.push(event.message);
    };
    window.addEventListener('error', catchError, true);
    const { onerror } = window;
    window.onerror = null;
    window.CustomEvent = class {} as unknown as typeof CustomEvent;
    try {
      page.addLink('alice');
      page.start();
      page.monetization.addEventListener('monetizationstart', () => {
        throw new Error('of the page');
      });
      page.listen();
      await page.waitForLegacyModule();
    } finally {
      window.CustomEvent = CustomEvent;
      window.onerror = onerror;
      window.removeEventListener('error', catchError, true);
    }
    expect(thrown).to.have.length(1);
    expect(page.receivedEvents).to.eql(['pending pending', 'start started', 'progress started']);
  });
});
