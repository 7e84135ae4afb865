import { expect } from '@open-wc/testing';
import type { WalletAddressDetails } from '../../../src/protocol/dictionaries.js';
import type { Payment } from '../../../src/protocol/relay-messages.js';
import { detailsOf, gate, paymentOf, refuse } from '../support/relay-double.js';
import { LegacyPage } from './legacy-page.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('document.monetization of the first version', () => {
  let page: LegacyPage;

  // From here on the file is there at once.
  before(() => import('../../../src/agent/legacy/legacy.js'));
  beforeEach(() => {
    page = new LegacyPage();
  });
  afterEach(() => page.stop());

  it('runs a page as it was written in 2019', async () => {
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

    await page.loaded();
    await page.platform.advance(2_000);
    expect(log).to.eql(['stopped', 'started $wallet.example/alice', '1.350 USD', '2.700 USD']);
  });

  it('tells pending, start and progress of a link, and has changed its state before', async () => {
    page.addLink('alice');
    await page.startPaid();
    expect(page.heard).to.eql(['pending pending', 'start started', 'progress started']);

    const [pending, start, progress] = page.details;
    expect(pending?.paymentPointer).to.equal('https://wallet.example/alice');
    expect(pending?.requestId).to.match(UUID);
    expect(start).to.eql(pending);
    expect(progress).to.eql({ ...pending, amount: '1350', assetCode: 'USD', assetScale: 3 });
  });

  it('tells the amount that the receiver gets, also where monetization events tell the same', async () => {
    page.addLink('alice');
    page.start({ amountSent: 'receiver' });
    page.listen();
    await page.loaded();
    expect(page.details[2]).to.include({ amount: '1350', assetScale: 3 });
  });

  it('tells nothing at the document, the link or the window', async () => {
    const astray: string[] = [];
    const see = (event: Event): void => void astray.push(event.type);
    const link = page.addLink('alice');
    for (const target of [document, link, window]) target.addEventListener('monetizationstart', see);
    await page.startPaid();
    for (const target of [document, window]) target.removeEventListener('monetizationstart', see);
    expect(page.heard).to.include('start started');
    expect(astray).to.eql([]);
  });

  it('lets a listener that comes late catch up from the beginning', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(5_000);
    page.listen();
    await page.loaded();
    expect(page.heard).to.eql(['pending pending', 'start started']);
    await page.platform.advance(2_000);
    expect(page.heard.at(-1)).to.equal('progress started');
  });

  it('misses no payment that is made while its file is on the way', async () => {
    const arrival = gate<void>();
    Object.assign(globalThis, { arrival: arrival.promise });
    const file = new URL('/src/agent/legacy/legacy.ts', location.href).href;
    const code = encodeURIComponent(`await globalThis.arrival; export * from "${file}"; `);
    page.addLink('alice');
    // What is appended to the directory, the file's name, becomes a comment.
    page.start({ directory: `data:text/javascript,${code}//` });
    // One member only: WebKit hands out a module that still awaits when it is imported a second time.
    const amounts: string[] = [];
    page.monetization.addEventListener('monetizationprogress', ({ detail }) => amounts.push(detail.amount));
    await page.platform.advance(10);
    expect(page.eventsOf('monetization')).to.have.length(1);
    expect(amounts).to.eql([]);
    arrival.open();
    for (let turns = 0; amounts.length < 1 && turns < 1_000; turns++) await page.platform.advance();
    Reflect.deleteProperty(globalThis, 'arrival');
    expect(amounts).to.eql(['1350']);
  });

  it('has a state that is right at once, before the rest is loaded', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(5_000);
    expect(document.monetization?.state).to.equal('started');
  });

  for (const [what, away, back] of [
    ['is hidden', () => page.visibility.set(false), () => page.visibility.set(true)],
    ['is paused by the visitor', () => page.monetization.pause(), () => page.monetization.resume()],
  ] as const) {
    it(`stops without finality when the page ${what}, and starts again with the same requestId`, async () => {
      page.addLink('alice');
      await page.startPaid();
      const requestId = page.details[0]?.requestId;
      page.takeHeard();
      away();
      await page.platform.advance(10_000);
      expect(page.heard).to.eql(['stop stopped']);
      expect(page.details[0]).to.include({ requestId, finalized: false });

      page.takeHeard();
      back();
      await page.platform.advance(2_000);
      expect(page.heard).to.eql(['pending pending', 'start started', 'progress started']);
      expect(page.details.every((detail) => detail.requestId === requestId)).to.equal(true);
    });
  }

  it('misses no start when the page is hidden and shown quickly', async () => {
    page.addLink('alice');
    const answer = gate<Payment>();
    page.relay.onPayment = () => answer.promise;
    await page.startPaid();
    expect(page.takeHeard()).to.eql(['pending pending']);
    page.visibility.set(false);
    page.visibility.set(true);
    page.visibility.set(false);
    answer.open(paymentOf('session-1', 2_000));
    await page.platform.advance(10);
    expect(page.takeHeard()).to.eql(['stop stopped', 'pending pending', 'stop stopped']);
    // What was paid in the meantime is told when the page is back.
    page.visibility.set(true);
    await page.platform.advance(10);
    expect(page.takeHeard()).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('stops with finality when the tag changes, and begins with a new requestId', async () => {
    const link = page.addLink('alice');
    await page.startPaid();
    const { requestId } = page.details[0] ?? {};
    page.takeHeard();
    link.href = 'https://wallet.example/bob';
    await page.platform.advance(2_010);
    expect(page.heard.slice(0, 3)).to.eql(['stop stopped', 'pending pending', 'start started']);
    expect(page.details[0]).to.eql({
      paymentPointer: 'https://wallet.example/alice',
      requestId,
      finalized: true,
    });
    expect(page.details[1]?.paymentPointer).to.equal('https://wallet.example/bob');
    expect(page.details[1]?.requestId).to.match(UUID).and.not.equal(requestId);
  });

  it('stops with finality when a tag goes that was only paused', async () => {
    const link = page.addLink('alice');
    await page.startPaid();
    page.monetization.pause();
    await page.platform.advance(10);
    page.takeHeard();
    link.remove();
    await page.platform.advance(10);
    expect(page.heard).to.eql(['stop stopped']);
    expect(page.details[0]).to.include({ finalized: true });
  });

  it('stops when the budget is spent, and goes on when there is budget again', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeHeard();
    const { onPayment } = page.relay;
    page.relay.onPayment = refuse('budget-spent');
    await page.platform.advance(2_000);
    expect(page.takeHeard()).to.eql(['stop stopped']);
    page.relay.onPayment = onPayment;
    await page.platform.advance(60_000);
    expect(page.takeHeard()).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('outlives a failed tick or two, and stops at the third', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeHeard();
    page.relay.onPayment = refuse('provider-failed');
    await page.platform.advance(3_000);
    expect(page.relay.made('payment')).to.have.length.above(2);
    expect(page.heard).to.eql([]);
    await page.platform.advance(60_000);
    expect(page.heard).to.eql(['stop stopped']);
  });

  it('says neither pending nor stop when no wallet is connected', async () => {
    page.relay.onConnect = async () => ({ id: 'connection', state: 'new' });
    const link = page.addLink('alice');
    await page.startPaid();
    link.remove();
    await page.platform.advance(10);
    expect(page.heard).to.eql([]);
    expect(page.monetization.state).to.equal('stopped');
  });

  it('stops while the receiver takes nothing', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeHeard();
    page.relay.onPayment = refuse('receiver-refused');
    page.relay.onSession = refuse('receiver-refused');
    await page.platform.advance(2_000);
    expect(page.takeHeard()).to.eql(['stop stopped']);
  });

  it('is not pending before the wallet has answered', async () => {
    const answer = gate<WalletAddressDetails>();
    page.relay.onWalletAddress = () => answer.promise;
    page.addLink('alice');
    await page.startPaid();
    expect(page.heard).to.eql([]);
    answer.open(detailsOf('https://wallet.example/alice'));
    await page.platform.advance(10);
    expect(page.heard).to.eql(['pending pending', 'start started', 'progress started']);
  });

  it('says neither pending nor stop of a tag whose wallet address is wrong', async () => {
    page.relay.onWalletAddress = refuse('wallet-address-not-found');
    const link = page.addLink('alice');
    await page.startPaid();
    link.remove();
    await page.platform.advance(10);
    expect(page.heard).to.eql([]);
  });

  it('counts what a reload replays as no progress', async () => {
    page.addLink('alice');
    page.relay.onPayment = async () => ({ next: 2_000 });
    await page.startPaid();
    expect(page.heard).to.eql(['pending pending']);
  });

  it('tells of a page with one tag only, and says so once', async () => {
    page.addLink('alice');
    await page.startPaid();
    page.takeHeard();
    const other = page.addLink('bob');
    await page.platform.advance(5_000);
    expect(page.heard).to.eql(['stop stopped']);
    expect(page.details[0]).to.include({ finalized: true });
    expect(page.platform.warnings.filter((line) => line.includes('one tag in its head'))).to.have.length(1);
    page.takeHeard();
    other.remove();
    await page.platform.advance(2_010);
    expect(page.heard.slice(0, 2)).to.eql(['pending pending', 'start started']);
  });

  it('tells nothing of a tag in the body', async () => {
    document.body.append(page.createLink('alice'));
    await page.startPaid();
    expect(page.eventsOf('monetization')).to.have.length(1);
    expect(page.heard).to.eql([]);
  });

  it('is not disturbed by a page that replaces CustomEvent, or whose listener throws', async () => {
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
      await page.loaded();
    } finally {
      window.CustomEvent = CustomEvent;
      window.onerror = onerror;
      window.removeEventListener('error', catchError, true);
    }
    expect(thrown).to.have.length(1);
    expect(page.heard).to.eql(['pending pending', 'start started', 'progress started']);
  });
});
