import { expect } from '@open-wc/testing';
import { Replay } from '../../src/agent/replay.js';
import { AgentFixture } from './support/agent-fixture.js';
import { asWindow, createWindow, ORIGIN } from './support/fake-window.js';
import type { FakeWindow } from './support/fake-window.js';
import { paymentOf } from './support/relay-double.js';

const HREF = 'https://wallet.example/alice';
const NOW = 1_000_000;
const TOLD = {
  payment: paymentOf('before', 2_000),
  amountSent: { currency: 'EUR', value: '1.23' },
  until: NOW + 2_000,
};
const KEPT = JSON.stringify({ path: '/article', told: { [HREF]: TOLD } });

const replayOf = (window: FakeWindow): Replay => new Replay(asWindow(window));

describe('what the page before this one was told', () => {
  it('is told after a reload, once', () => {
    const replay = replayOf(createWindow('reload', KEPT));
    expect(replay.take(HREF, NOW)).to.eql(TOLD);
    expect(replay.take(HREF, NOW)).to.equal(null);
  });

  it('is told link by link', () => {
    const other = 'https://wallet.example/bob';
    const replay = replayOf(
      createWindow('reload', JSON.stringify({ path: '/article', told: { [HREF]: TOLD, [other]: TOLD } })),
    );
    expect(replay.take(other, NOW)).to.eql(TOLD);
    expect(replay.take('https://wallet.example/carol', NOW)).to.equal(null);
    expect(replay.take(HREF, NOW)).to.eql(TOLD);
  });

  for (const [now, expected] of [
    [TOLD.until - 1, TOLD],
    [TOLD.until, null],
    [TOLD.until + 3_600_000, null],
  ] as const) {
    it(`is ${expected ? 'told' : 'over'} ${now - TOLD.until} ms after the visitor had paid for it`, () => {
      expect(replayOf(createWindow('reload', KEPT)).take(HREF, now)).to.eql(expected);
    });
  }

  it('is given up when there is a newer payment', () => {
    const replay = replayOf(createWindow('reload', KEPT));
    replay.keep(HREF, { ...TOLD, until: NOW + 9_000 }, NOW);
    expect(replay.take(HREF, NOW)).to.equal(null);
  });

  const arrivals: [type: string, referrer: string, told: boolean][] = [
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
  for (const [type, referrer, told] of arrivals) {
    it(`is ${told ? 'told' : 'not told'} after "${type}" from "${referrer}"`, () => {
      const window = createWindow(type, KEPT);
      window.document.referrer = referrer;
      expect(replayOf(window).take(HREF, NOW)).to.eql(told ? TOLD : null);
    });
  }

  it('is not told when that page had another path', () => {
    expect(replayOf(createWindow('reload', KEPT, '/other')).take(HREF, NOW)).to.equal(null);
  });

  it('is not told where the browser does not say how one came here', () => {
    const window = createWindow('reload', KEPT);
    window.performance.getEntriesByType = () => [];
    expect(replayOf(window).take(HREF, NOW)).to.equal(null);
  });

  const foreign: string[] = [
    ...['', '{', 'undefined', 'null', 'true', '1', '"x"', '[]', '{}', '[{"path":"/article"}]'],
    ...['null', '1', 'true', '"text"', '[]', '{}'].map((told) => `{"path":"/article","told":${told}}`),
    `{"told":{"${HREF}":${JSON.stringify(TOLD)}}}`,
    ...['null', '0', '1', '""', '"x"', '[]', '{}', '{"payment":{},"amountSent":{}}'].map(
      (told) => `{"path":"/article","told":{"${HREF}":${told}}}`,
    ),
  ];
  for (const stored of foreign) {
    it(`is nothing when ${stored.slice(0, 70)} is stored`, () => {
      const replay = replayOf(createWindow('reload', stored));
      expect(replay.take(HREF, NOW)).to.equal(null);
      replay.keep(HREF, TOLD, NOW);
    });
  }

  it('is nothing in a tab whose storage cannot be reached, and payments go on', () => {
    const window = createWindow('reload', KEPT);
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new DOMException('sandboxed', 'SecurityError');
      },
    });
    const replay = replayOf(window);
    expect(replay.take(HREF, NOW)).to.equal(null);
    replay.keep(HREF, TOLD, NOW);
  });

  it('is nothing when the storage cannot be read or is full', () => {
    const window = createWindow('reload', KEPT);
    const { sessionStorage } = window;
    sessionStorage.getItem = sessionStorage.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const replay = replayOf(window);
    expect(replay.take(HREF, NOW)).to.equal(null);
    replay.keep(HREF, TOLD, NOW);
  });

  it('is forgotten when its interval is over, so that a page that changes its links keeps no heap of them', () => {
    const window = createWindow('navigate', null, location.pathname);
    const replay = replayOf(window);
    for (let i = 0; i < 100; i++) {
      replay.keep(`${HREF}/${i}`, { ...TOLD, until: NOW + i * 1_000 + 999 }, NOW + i * 1_000);
    }
    const kept = JSON.parse(window.sessionStorage.getItem('wm-polyfill') ?? '') as { told: object };
    expect(Object.keys(kept.told)).to.eql([`${HREF}/99`]);
  });

  it('is found by the page that comes after', () => {
    const before = createWindow('navigate', null, location.pathname);
    replayOf(before).keep(HREF, TOLD, NOW);
    const after = createWindow('reload', before.sessionStorage.getItem('wm-polyfill'), location.pathname);
    expect(replayOf(after).take(HREF, NOW)).to.eql(TOLD);
  });
});

describe('a page that is loaded again within an interval that is paid', () => {
  let page: AgentFixture;
  let told: MonetizationEvent[];
  const note = (event: MonetizationEvent): number => told.push(event);

  beforeEach(() => {
    page = new AgentFixture();
    told = [];
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
    const payment = paymentOf(session, 60_000);
    const kept = { ...TOLD, payment, until: page.platform.time + 60_000 };
    const path = location.pathname;
    sessionStorage.setItem('wm-polyfill', JSON.stringify({ path, told: { [HREF]: kept } }));
  }

  /** This document was not reloaded, so the agent has to be told that it was. */
  async function startAfterReload(): Promise<void> {
    performance.getEntriesByType = () => [{ type: 'reload' } as unknown as PerformanceEntry];
    page.start();
    await page.platform.advance();
  }

  it('is told of that payment once, in full, and adds it to no total', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(10_000);
    expect(page.relay.made('payment').length).to.be.above(5);
    expect(told).to.have.length(1);
    const [event] = told as [MonetizationEvent];
    expect(event.amountSent.currency + event.amountSent.value).to.equal('EUR1.23');
    expect(event.incomingPayment).to.equal('https://wallet.example/incoming/before');
    expect(event.target).to.equal(document.getElementById('alice'));
    expect(page.state.totals).to.eql([]);
  });

  it('is told of the new payment alone when one is due already', async () => {
    const { onPayment } = page.relay;
    let paid = 0;
    page.relay.onPayment = async (session) => (paid++ ? { next: 1_000 } : onPayment(session));
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(10_000);
    expect(paid).to.be.above(3);
    expect(told.map(({ incomingPayment }) => incomingPayment)).to.eql([
      'https://wallet.example/incoming/session-1',
    ]);
    expect(page.state.totals).to.eql([{ currency: 'EUR', value: '1.23' }]);
    expect(sessionStorage.getItem('wm-polyfill')).to.include('incoming/session-1').and.not.include('before');
  });

  it('is told nothing when the interval is over by the time of the answer', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.platform.time += 60_000;
    page.addLink('alice');
    await startAfterReload();
    await page.platform.advance(5_000);
    expect(told).to.eql([]);
  });

  it('is told nothing of a link that it has no more', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.addLink('bob');
    await startAfterReload();
    await page.platform.advance(5_000);
    expect(told).to.eql([]);
  });

  for (const broken of [
    {},
    { payment: {}, amountSent: {} },
    { payment: TOLD.payment },
    { amountSent: TOLD.amountSent },
    { payment: null, amountSent: null },
    { payment: TOLD.payment, amountSent: { currency: 'EUR', value: 'much' } },
  ]) {
    it(`goes on paying when ${JSON.stringify(broken).slice(0, 60)} is what is stored`, async () => {
      const kept = { ...broken, until: page.platform.time + 60_000 };
      const path = location.pathname;
      sessionStorage.setItem('wm-polyfill', JSON.stringify({ path, told: { [HREF]: kept } }));
      const { onPayment } = page.relay;
      let asked = 0;
      page.relay.onPayment = async (session) => (asked++ ? onPayment(session) : { next: 1_000 });
      page.addLink('alice');
      await startAfterReload();
      await page.platform.advance(5_000);
      expect(page.state.status).to.equal('streaming');
      expect(page.eventsOf('monetization alice').length).to.be.at.least(2);
    });
  }
});
