import { expect } from '@open-wc/testing';
import { PaymentReplay } from '../../../../src/page/agent/sessions/payment-replay.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { asWindow, createWindow, ORIGIN, type FakeWindow } from '../support/fake-window.js';
import { samplePayment } from '../support/fake-relay.js';

const HREF = 'https://wallet.example/alice';
const NOW = 1_000_000;
const REPLAYED_EVENT = {
  payment: samplePayment('before', 2_000),
  amountSent: { currency: 'EUR', value: '1.23' },
  until: NOW + 2_000,
};
const STORED_STATE = JSON.stringify({ path: '/article', payments: { [HREF]: REPLAYED_EVENT } });

const replayOf = (window: FakeWindow): PaymentReplay => new PaymentReplay(asWindow(window));

describe('the last event of the previous page', () => {
  it('is replayed after a reload, once', () => {
    const replay = replayOf(createWindow('reload', STORED_STATE));
    expect(replay.take(HREF, NOW)).to.eql(REPLAYED_EVENT);
    expect(replay.take(HREF, NOW)).to.equal(null);
  });

  it('is replayed per link', () => {
    const other = 'https://wallet.example/bob';
    const replay = replayOf(
      createWindow(
        'reload',
        JSON.stringify({ path: '/article', payments: { [HREF]: REPLAYED_EVENT, [other]: REPLAYED_EVENT } }),
      ),
    );
    expect(replay.take(other, NOW)).to.eql(REPLAYED_EVENT);
    expect(replay.take('https://wallet.example/carol', NOW)).to.equal(null);
    expect(replay.take(HREF, NOW)).to.eql(REPLAYED_EVENT);
  });

  for (const [now, expected] of [
    [REPLAYED_EVENT.until - 1, REPLAYED_EVENT],
    [REPLAYED_EVENT.until, null],
    [REPLAYED_EVENT.until + 3_600_000, null],
  ] as const) {
    it(`is ${expected ? 'replayed' : 'expired'} ${now - REPLAYED_EVENT.until} ms after its interval`, () => {
      expect(replayOf(createWindow('reload', STORED_STATE)).take(HREF, now)).to.eql(expected);
    });
  }

  it('is dropped when there is a newer payment', () => {
    const replay = replayOf(createWindow('reload', STORED_STATE));
    replay.keep(HREF, { ...REPLAYED_EVENT, until: NOW + 9_000 }, NOW);
    expect(replay.take(HREF, NOW)).to.equal(null);
  });

  const arrivals: [type: string, referrer: string, isReplayed: boolean][] = [
    ['reload', '', true],
    ['reload', 'https://elsewhere.example/', true],
    ['navigate', '', false],
    ['navigate', `${ORIGIN}/article`, true],
    ['navigate', `${ORIGIN}/article?page=2#end`, true],
    ['navigate', `${ORIGIN}/article#a?b`, true],
    ['navigate', `${ORIGIN}/article/2`, false],
    ['navigate', `${ORIGIN}/`, false],
    ['navigate', 'https://elsewhere.example/article', false],
    ['back_forward', '', false],
    ['back_forward', `${ORIGIN}/article`, false],
    ['prerender', `${ORIGIN}/article`, false],
  ];
  for (const [type, referrer, isReplayed] of arrivals) {
    it(`is ${isReplayed ? 'replayed' : 'not replayed'} after "${type}" from "${referrer}"`, () => {
      const window = createWindow(type, STORED_STATE);
      window.document.referrer = referrer;
      expect(replayOf(window).take(HREF, NOW)).to.eql(isReplayed ? REPLAYED_EVENT : null);
    });
  }

  it('is not replayed when that page had another path', () => {
    expect(replayOf(createWindow('reload', STORED_STATE, '/other')).take(HREF, NOW)).to.equal(null);
  });

  it('is not replayed if the browser does not report the navigation type', () => {
    const window = createWindow('reload', STORED_STATE);
    window.performance.getEntriesByType = () => [];
    expect(replayOf(window).take(HREF, NOW)).to.equal(null);
  });

  const foreign: string[] = [
    ...['', '{', 'undefined', 'null', 'true', '1', '"x"', '[]', '{}', '[{"path":"/article"}]'],
    ...['null', '1', 'true', '"text"', '[]', '{}'].map(
      (stored) => `{"path":"/article","payments":${stored}}`,
    ),
    `{"payments":{"${HREF}":${JSON.stringify(REPLAYED_EVENT)}}}`,
    ...['null', '0', '1', '""', '"x"', '[]', '{}', '{"payment":{},"amountSent":{}}'].map(
      (stored) => `{"path":"/article","payments":{"${HREF}":${stored}}}`,
    ),
  ];
  for (const stored of foreign) {
    it(`is ignored when ${stored.slice(0, 70)} is stored`, () => {
      const replay = replayOf(createWindow('reload', stored));
      expect(replay.take(HREF, NOW)).to.equal(null);
      replay.keep(HREF, REPLAYED_EVENT, NOW);
    });
  }

  it('is missing in a tab without storage, where payments continue', () => {
    const window = createWindow('reload', STORED_STATE);
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
    const replay = replayOf(window);
    expect(replay.take(HREF, NOW)).to.equal(null);
    replay.keep(HREF, REPLAYED_EVENT, NOW);
  });

  it('is missing when the storage cannot be read or is full', () => {
    const window = createWindow('reload', STORED_STATE);
    const { sessionStorage } = window;
    sessionStorage.getItem = sessionStorage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const replay = replayOf(window);
    expect(replay.take(HREF, NOW)).to.equal(null);
    replay.keep(HREF, REPLAYED_EVENT, NOW);
  });

  it('is deleted after its interval, so that the storage does not grow', () => {
    const window = createWindow('navigate', null, location.pathname);
    const replay = replayOf(window);
    for (let i = 0; i < 100; i++) {
      replay.keep(`${HREF}/${i}`, { ...REPLAYED_EVENT, until: NOW + i * 1_000 + 999 }, NOW + i * 1_000);
    }
    const kept = JSON.parse(window.sessionStorage.getItem('wm-polyfill') ?? '') as { payments: object };
    expect(Object.keys(kept.payments)).to.eql([`${HREF}/99`]);
  });

  it('is found by the next page', () => {
    const before = createWindow('navigate', null, location.pathname);
    replayOf(before).keep(HREF, REPLAYED_EVENT, NOW);
    const after = createWindow('reload', before.sessionStorage.getItem('wm-polyfill'), location.pathname);
    expect(replayOf(after).take(HREF, NOW)).to.eql(REPLAYED_EVENT);
  });
});

describe('a page that is reloaded within a paid interval', () => {
  let page: AgentFixture;
  let events: MonetizationEvent[];
  const note = (event: MonetizationEvent): number => events.push(event);

  beforeEach(() => {
    page = new AgentFixture();
    events = [];
    addEventListener('monetization', note);
    remember('before');
  });
  afterEach(() => {
    page.stop();
    Reflect.deleteProperty(performance, 'getEntriesByType');
    removeEventListener('monetization', note);
    sessionStorage.removeItem('wm-polyfill');
  });

  function remember(session: string): void {
    const payment = samplePayment(session, 60_000);
    const kept = { ...REPLAYED_EVENT, payment, until: page.platform.time + 60_000 };
    const path = location.pathname;
    sessionStorage.setItem('wm-polyfill', JSON.stringify({ path, payments: { [HREF]: kept } }));
  }

  /** This document was not reloaded, so the test sets the navigation type. */
  async function startAfterReload(): Promise<void> {
    performance.getEntriesByType = () => [{ type: 'reload' } as unknown as PerformanceEntry];
    page.start();
    await page.platform.advance();
  }

  it('receives that payment once, in full, and does not add it to its totals', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(10_000);
    expect(page.relay.callsStartingWith('payment').length).to.be.above(5);
    expect(events).to.have.length(1);
    const [event] = events as [MonetizationEvent];
    expect(event.amountSent.currency + event.amountSent.value).to.equal('EUR1.23');
    expect(event.incomingPayment).to.equal('https://wallet.example/incoming/before');
    expect(event.target).to.equal(document.getElementById('alice'));
    expect(page.state.totals).to.eql([]);
  });

  it('receives only the new payment when one is due already', async () => {
    const { onPayment } = page.relay;
    let paid = 0;
    page.relay.onPayment = async (session) => (paid++ ? { next: 1_000 } : onPayment(session));
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(10_000);
    expect(paid).to.be.above(3);
    expect(events.map(({ incomingPayment }) => incomingPayment)).to.eql([
      'https://wallet.example/incoming/session-1',
    ]);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '1.23' }]);
    expect(sessionStorage.getItem('wm-polyfill')).to.include('incoming/session-1').and.not.include('before');
  });

  it('receives nothing when the interval has ended before the response', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.platform.time += 60_000;
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(5_000);
    expect(events).to.eql([]);
  });

  it('receives nothing for a link that it no longer has', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.addLink('bob');
    await startAfterReload();
    await page.platform.advance(5_000);
    expect(events).to.eql([]);
  });

  for (const broken of [
    {},
    { payment: {}, amountSent: {} },
    { payment: REPLAYED_EVENT.payment },
    { amountSent: REPLAYED_EVENT.amountSent },
    { payment: null, amountSent: null },
    { payment: REPLAYED_EVENT.payment, amountSent: { currency: 'EUR', value: 'much' } },
  ]) {
    it(`continues to pay when ${JSON.stringify(broken).slice(0, 60)} is stored`, async () => {
      const kept = { ...broken, until: page.platform.time + 60_000 };
      const path = location.pathname;
      sessionStorage.setItem('wm-polyfill', JSON.stringify({ path, payments: { [HREF]: kept } }));
      const { onPayment } = page.relay;
      let requested = 0;
      page.relay.onPayment = async (session) => (requested++ ? onPayment(session) : { next: 1_000 });
      page.addLink('alice');
      await startAfterReload();
      await page.platform.advance(5_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.eventsOf('monetization alice').length).to.be.at.least(2);
    });
  }
});
