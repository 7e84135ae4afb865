import { expect } from '@open-wc/testing';
import type { Persona } from '../../../src/simulate.js';
import { SimulatedPage, simulation } from './simulated-page.js';
import { waitFor } from '../../support/wait-for.js';

describe('the control of a simulation', () => {
  let page: SimulatedPage;
  beforeEach(() => (page = new SimulatedPage()));
  afterEach(() => page.stop());

  it('lets a budget end and renew within one call', async function () {
    // A month has 44,640 minutes, and each of them checks for a new budget.
    this.timeout(60_000);
    page.addLink('ok');
    page.start({ budget: '0.03' });
    await waitFor(() => page.paymentsOf().length === 1);
    await simulation.clock.advance('10s');
    expect(page.paymentsOf()).to.have.length(3);
    expect(page.monetization.agentState.status).to.equal('out-of-funds');
    await simulation.clock.advance('31d');
    expect(page.paymentsOf()).to.have.length(6);
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'USD', value: '0.06' }]);
  });

  it('switches to another scenario as if the page had been loaded with it', async () => {
    page.addLink('ok');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    simulation.use('no-wallet');
    await waitFor(() => page.monetization.agentState.status === 'not-connected');
    expect(page.monetization.agentState).to.include({ persona: 'no-wallet' });
    page.monetization.connect();
    await waitFor(() => page.paymentsOf().length === 2);
    simulation.use({ currency: 'EUR', rate: '3600.00', scale: 4 });
    await waitFor(() => page.paymentsOf().length === 3);
    expect(page.events.at(-1)).to.equal('monetization ok 2.0000 EUR');
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'EUR', value: '2.0000' }]);
  });

  it('discards all commands with reset() and returns to the loaded state', async () => {
    const link = page.addLink('ok');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    simulation.fail(link, 'receiver-invalid');
    await simulation.clock.advance('3s');
    expect(page.monetization.agentState.sessions[0]?.error?.code).to.equal('receiver-invalid');
    simulation.reset();
    await waitFor(() => page.paymentsOf().length === 2);
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'USD', value: '0.01' }]);
  });

  it('fails the requested number of times, and the agent recovers', async () => {
    const link = page.addLink('ok');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    simulation.fail(link, 'payer-unreachable', { times: 2 });
    await simulation.clock.advance('2100ms');
    expect(page.monetization.agentState.error?.code).to.equal('payer-unreachable');
    await simulation.clock.advance('10s');
    expect(page.monetization.agentState.error).to.equal(null);
    expect(page.paymentsOf().length).to.be.greaterThan(2);
  });

  it('fails a link that is not in the page yet', async () => {
    page.addLink('other');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    simulation.fail('https://wallet.example/alice', 'wallet-address-not-found');
    page.addLink('alice');
    await waitFor(() => page.events.includes('error alice'));
  });

  it('reports why a link cannot be paid', async () => {
    const link = page.addLink('404');
    page.start();
    await waitFor(() => page.events.includes('error 404'));
    expect(await messageOf(simulation.pay(link, { value: '1' }))).to.match(
      /404 cannot be paid: The wallet does not know/,
    );
    simulation.use('no-wallet');
    const ok = page.addLink('ok');
    await waitFor(() => page.events.includes('load ok'));
    expect(await messageOf(simulation.pay(ok, { value: '1' }))).to.match(/no wallet is connected/);
  });

  it('pays a link whose session is due at that moment for another one', async () => {
    const link = page.addLink('ok');
    page.start({ rate: '0' });
    await waitFor(() => page.events.includes('load ok'));
    for (const pause of ['10m', '1h']) {
      await simulation.clock.advance(pause);
      expect((await simulation.pay(link, { value: '0.05' })).amountSent.value).to.equal('0.05');
    }
  });

  it('reports the error of a failed payment, keeps the budget, and pays the next one', async () => {
    const link = page.addLink('ok');
    page.start({ rate: '0' });
    for (const code of ['payer-unreachable', 'budget-spent', 'session-expired'] as const) {
      await waitFor(() => page.monetization.agentState.sessions[0]?.incomingPayment);
      simulation.fail(link, code, { times: 1 });
      expect(await messageOf(simulation.pay(link, { value: '1' }))).to.match(/ok cannot be paid: \S/, code);
    }
    expect(page.paymentsOf()).to.eql([]);
    await simulation.pay(link, { value: '0.05' });
    expect(page.paymentsOf()).to.eql(['monetization ok 0.05 USD']);
    expect(page.monetization.agentState.totals).to.eql([{ currency: 'USD', value: '0.05' }]);
  });

  it('reports each of several simultaneous payments, but not streamed ones', async () => {
    const [ok, mxn] = [page.addLink('ok'), page.addLink('mxn')];
    page.start({ rate: '36.00' }, { force: true });
    await waitFor(() => page.events.includes('load mxn'));
    const expectedLinks = { '0.05': ok, '0.06': ok, '0.07': mxn, '0.08': ok };
    const delivered = Object.entries(expectedLinks).map(([value, link]) => simulation.pay(link, { value }));
    // An event that is not from the agent.
    ok.dispatchEvent(Object.assign(new Event('monetization'), { amountSent: {} }));
    const values = (await Promise.all(delivered)).map(({ amountSent }) => amountSent.value);
    expect(values).to.eql(Object.keys(expectedLinks));
  });

  it('reports that a payment is too small for its receiver', async () => {
    const link = page.addLink('scale-0');
    page.start({ rate: '0', scale: 6 }, { amountSent: 'receiver' });
    expect(await messageOf(simulation.pay(link, { value: '0.000001' }))).to.match(/too small/);
    expect((await simulation.pay(link, { value: '1' })).amountSent.currency).to.equal('JPY');
  });

  it('times out if no simulation starts', async () => {
    const { setTimeout } = window;
    window.setTimeout = ((steps: () => void) => setTimeout(steps, 0)) as typeof setTimeout;
    try {
      expect(await messageOf(simulation.clock.advance('1s'))).to.match(
        /No simulation has started.*data-provider/,
      );
    } finally {
      window.setTimeout = setTimeout;
    }
  });

  it('reports a link that is removed during its payment', async () => {
    const link = page.addLink('ok');
    page.start({ rate: '0', delay: '2s' });
    await simulation.clock.advance('10s');
    const delivered = messageOf(simulation.pay(link, { value: '1' }));
    await simulation.clock.advance('1s');
    link.remove();
    expect(await delivered).to.match(/the link was removed/);
  });

  it('lists the allowed values for an invalid one', async () => {
    const link = page.addLink('ok');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    const { clock } = simulation;
    const rich = 'rich' as Persona;
    const options = (given: object) => async () => simulation.use(given);
    for (const [ask, allowed] of [
      [
        async () => simulation.use(rich),
        /TypeError: Unknown persona "rich"; allowed: paying, no-agent, no-wallet/,
      ],
      [options({ rates: 1 }), /option "rates"; allowed: persona, rate, budget/],
      [options({ rate: 'lots' }), /rate "lots"; allowed: a decimal string with at most 2 decimals/],
      [options({ budget: '-1' }), /budget "-1"/],
      [options({ currency: 'dollars' }), /currency "dollars"; allowed: three capital letters/],
      [options({ scale: 1.5 }), /scale 1.5; allowed: an integer from 0 to 18/],
      [options({ failureRate: 2 }), /failureRate 2; allowed: a number from 0 to 1/],
      [options({ delay: 'soon' }), /duration "soon"; allowed: milliseconds, '250ms'/],
      [options({ persona: 'late' }), /scenario "late"; allowed: only before the page is loaded/],
      [() => clock.advance('one hour'), /duration "one hour"; allowed: milliseconds/],
      [() => clock.advance(-1), /duration -1/],
      [() => clock.advance('P1M'), /duration "P1M"/],
      [() => simulation.pay(link, { value: '0.001' }), /value "0.001"; allowed: a decimal string/],
      [() => simulation.pay(link, { value: '0' }), /value "0"; allowed: a number above 0/],
      [
        () => simulation.pay(document.body, { value: '1' }),
        /link .*; allowed: a monetization link of this page: https/,
      ],
      [
        async () => simulation.fail(link, 'broken' as 'not-found'),
        /code "broken"; allowed: provider-unreachable/,
      ],
    ] as const) {
      expect(await messageOf(ask())).to.match(allowed);
    }
  });

  it('parses durations in plain English and ISO 8601', async () => {
    page.start();
    await waitFor(() => page.monetization.agentState.status === 'ready');
    const start = simulation.clock.now();
    for (const duration of ['250ms', '10s', '5m', '1h', '31d', 'PT1H30M', 'P1DT0.5S', 1_000]) {
      await simulation.clock.advance(duration);
    }
    const hours = 1 + 31 * 24 + 1.5 + 24;
    expect(simulation.clock.now() - start).to.equal(250 + 10_000 + 300_000 + hours * 3_600_000 + 500 + 1_000);
  });

  it('replays a trace, call by call and event by event', async () => {
    const link = page.addLink('flaky');
    // A call that takes a real millisecond the first time takes none in the replay.
    simulation.clock.stop();
    page.start({ persona: 'flaky', seed: 7 });
    await waitFor(() => page.monetization.agentState.sessions.length === 1);
    await simulation.clock.advance('20s');
    page.addLink('mxn');
    await simulation.clock.advance('15s');
    link.remove();
    await simulation.clock.advance('1m');
    const trace = simulation.trace();
    expect(trace.mutations.map(({ kind }) => kind)).to.eql(['added', 'added', 'removed']);
    expect(trace.entries.length).to.be.greaterThan(50);

    const again = await simulation.rerun(JSON.parse(JSON.stringify(trace)));
    expect(again.mutations).to.eql(trace.mutations);
    expect(again.entries.map(toLine).sort()).to.eql(trace.entries.map(toLine).sort());
    for (const replayed of document.querySelectorAll('link[rel=monetization]')) replayed.remove();
  });

  it('shows wallet requests in the agent’s own trace', async () => {
    page.addLink('ok');
    page.start();
    await waitFor(() => page.paymentsOf().length === 1);
    const names = (await page.monetization.trace()).map(({ from, to, name }) => `${from} ${to} ${name}`);
    for (const arrow of [
      'provider receiver GET wallet address',
      'provider receiver POST incoming payment',
      'provider visitor POST outgoing payment',
      'agent page monetization',
    ]) {
      expect(names).to.include(arrow);
    }
  });

  it('runs by itself until it is stopped, and again after start()', async () => {
    page.addLink('ok');
    page.start({ rate: '180000.00' });
    simulation.clock.start();
    await waitFor(() => page.paymentsOf().length >= 1);
    const before = simulation.clock.now();
    await waitFor(() => simulation.clock.now() > before);
    await simulation.clock.advance('1h');
    expect(simulation.clock.now() - before).to.be.within(3_600_000, 3_660_000);
  });
});

function toLine({
  at,
  from,
  to,
  name,
  href,
  error,
}: {
  at: number;
  from: string;
  to: string;
  name: string;
  href?: string;
  error?: { code: string };
}): string {
  return [at, from, to, name, href, error?.code].join(' ');
}

async function messageOf(rejecting: Promise<unknown>): Promise<string> {
  try {
    await rejecting;
  } catch (cause) {
    return String(cause);
  }
  return 'nothing was thrown';
}
