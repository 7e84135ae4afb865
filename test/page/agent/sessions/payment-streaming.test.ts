import { expect } from '@open-wc/testing';
import type { Payment } from '../../../../src/protocol/relay-messages.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { AgentFixture } from '../support/agent-fixture.js';
import { createDeferred, samplePayment, rejectWith } from '../support/fake-relay.js';

describe('payment streaming', () => {
  let page: AgentFixture;

  beforeEach(() => {
    page = new AgentFixture();
  });
  afterEach(() => page.stop());

  it('waits between two ticks as long as the provider requires', async () => {
    page.relay.next = 3_000;
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    await page.platform.advance(2_999);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    await page.platform.advance(1);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });

  it('alternates between the sessions', async () => {
    for (const name of ['a', 'b', 'c']) page.addLink(name);
    page.start();
    await page.platform.advance(8_000);
    expect(page.relay.callsStartingWith('payment')).to.eql(
      ['1', '2', '3', '1', '2'].map((number) => `payment session-${number}`),
    );
  });

  it('repeats the turn of a link when the provider preferred another page of the site', async () => {
    for (const name of ['a', 'b']) page.addLink(name);
    let calls = 0;
    const { onPayment } = page.relay;
    page.relay.onPayment = async (session) => ((calls += 1) % 2 === 0 ? { next: 100 } : onPayment(session));
    page.start();
    await page.platform.advance(7_000);
    expect(page.relay.callsStartingWith('payment').map((call) => call.at(-1))).to.eql([
      '1',
      '2',
      '2',
      '1',
      '1',
      '2',
      '2',
    ]);
  });

  it('shows how long a link waits, and pays the others during a long wait', async () => {
    for (const name of ['a', 'b']) page.addLink(name);
    const { onPayment } = page.relay;
    page.relay.onPayment = async (session) =>
      session === 'session-1' ? { next: 2_000, dueIn: 7_200_000 } : onPayment(session);
    page.start();
    await page.platform.advance(9_000);
    expect(page.state.sessions.map(({ status, dueIn }) => [status, dueIn])).to.eql([
      ['active', 7_200_000],
      ['active', null],
    ]);
    expect(page.eventsOf('monetization a')).to.eql([]);
    expect(page.eventsOf('monetization b')).to.have.length(2);
  });

  it('skips no other session when one is removed', async () => {
    const [, second] = ['a', 'b', 'c'].map((name) => page.addLink(name));
    page.start();
    await page.platform.advance(1_000);
    second?.remove();
    await page.platform.advance(5_000);
    expect(page.relay.callsStartingWith('payment').map((call) => call.at(-1))).to.eql(['1', '3', '1', '3']);
  });

  it('pays nothing to a link that is removed during bulk insertions', async () => {
    const link = page.addLink('a');
    page.start();
    await page.platform.advance(1_990);
    const main = document.body.appendChild(document.createElement('main'));
    for (let i = 0; i < 300; i += 1) main.append(document.createElement('p'));
    await page.platform.advance(0);
    link.remove();
    main.remove();
    await page.platform.advance(20);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
  });

  it('has one tick in flight at a time, however slow the provider is', async () => {
    const answer = createDeferred<Payment>();
    page.relay.onPayment = () => answer.promise;
    page.addLink('a');
    page.addLink('b');
    page.start();
    await page.platform.advance(60_000);
    page.visibility.set(false);
    page.visibility.set(true);
    page.monetization.pause();
    page.monetization.resume();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    answer.resolve(samplePayment('session-1', 2_000));
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });

  it('fires nothing when nothing is due, and ticks again', async () => {
    page.relay.onPayment = async () => ({ next: 1_000 });
    page.addLink('alice');
    page.start();
    await page.platform.advance(1_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
    expect(page.eventsOf('monetization')).to.eql([]);
  });

  it('limits its rate when the provider requires no wait', async () => {
    page.relay.next = 0;
    page.addLink('alice');
    page.start();
    await page.platform.advance(1_000);
    expect(page.relay.callsStartingWith('payment').length).to.be.at.most(11);
  });

  it('does not tick while the page is hidden, and waits for the rest afterwards', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(1_500);
    page.visibility.set(false);
    await page.platform.advance(3_600_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.platform.pendingTimerCount).to.equal(0);
    expect(page.state.status).to.equal('paused');
    expect(page.state.pausedBy).to.equal('hidden');

    page.visibility.set(true);
    await page.platform.advance(499);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    await page.platform.advance(1);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
  });

  it('does not continue in a page that was hidden during a tick', async () => {
    const answer = createDeferred<Payment>();
    page.relay.onPayment = () => answer.promise;
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.visibility.set(false);
    answer.resolve(samplePayment('session-1', 2_000));
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.eventsOf('monetization')).to.have.length(1);
  });

  it('pays no more when the page is hidden and shown quickly', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    for (let i = 0; i < 20; i++) {
      await page.platform.advance(50);
      page.visibility.set(false);
      await page.platform.advance(1_000);
      page.visibility.set(true);
    }
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
  });

  it('creates no session for a link that appears in a hidden page', async () => {
    page.visibility.set(false);
    page.addLink('alice');
    page.start();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('session')).to.eql([]);
    page.visibility.set(true);
    await page.platform.advance();
    expect(page.eventsOf('monetization')).to.eql(['monetization alice']);
  });

  it('pauses and resumes on the visitor’s request', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance();
    page.monetization.pause();
    await page.platform.advance(60_000);
    expect(page.state.pausedBy).to.equal('visitor');
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    page.monetization.resume();
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(2);
    expect(page.state.status).to.equal('streaming');
  });

  it('backs off from 1 s to 60 s while the relay fails, and owes nothing for that time', async () => {
    const times: number[] = [];
    const start = page.platform.time;
    page.relay.onPayment = () => {
      times.push((page.platform.time - start) / 1_000);
      return rejectWith('provider-unreachable')();
    };
    page.addLink('alice');
    page.start();
    await page.platform.advance(180_000);
    expect(times).to.eql([0, 1, 3, 7, 15, 31, 61, 91, 121, 151]);
    expect(page.state.error?.code).to.equal('provider-unreachable');
    expect(page.platform.warnings).to.have.length(1);

    page.platform.randomValue = 0.999999;
    page.relay.onPayment = async (session) => samplePayment(session, 2_000);
    await page.platform.advance(60_000);
    expect(page.state.status).to.equal('streaming');
    expect(page.eventsOf('monetization').length).to.be.at.most(31);
  });

  it('starts again at 1 s after a successful payment', async () => {
    const times: number[] = [];
    const start = page.platform.time;
    page.relay.onPayment = async (session) => {
      times.push((page.platform.time - start) / 1_000);
      return times.length === 3 ? samplePayment(session, 10_000) : rejectWith('provider-busy')();
    };
    page.addLink('alice');
    page.start();
    await page.platform.advance(20_000);
    expect(times).to.eql([0, 1, 3, 13, 14, 16, 20]);
  });

  it('waits longer if the provider requires it', async () => {
    page.relay.onPayment = () => Promise.reject(new RelayError('rate-limited', { retryAfter: 30_000 }));
    page.addLink('alice');
    page.start();
    await page.platform.advance(29_999);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
  });

  it('recreates an expired session without a second load event', async () => {
    const { onPayment } = page.relay;
    page.relay.onPayment = (session) =>
      session === 'session-1' ? rejectWith('session-expired')() : onPayment(session);
    page.addLink('alice');
    page.start();
    await page.platform.advance(2_000);
    expect(page.relay.callsStartingWith('session ')).to.have.length(2);
    expect(page.eventsOf('load')).to.have.length(1);
    expect(page.eventsOf('monetization').length).to.be.at.least(1);
  });

  it('does not loop when each new session has already expired', async () => {
    page.relay.onPayment = rejectWith('session-expired');
    page.addLink('alice');
    page.start();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('session ').length).to.be.within(3, 9);
  });

  it('renews the session before its incoming payment expires', async () => {
    page.addLink('alice');
    page.start();
    await page.platform.advance(9 * 60_000 + 36_000);
    expect(page.relay.callsStartingWith('session ')).to.have.length(2);
    expect(page.relay.callsStartingWith('delete')).to.eql(['delete session-1']);
    expect(page.relay.callsStartingWith('payment').at(-1)).to.equal('payment session-2');
  });

  it('pays as usual when this machine’s clock is a day ahead', async () => {
    page.platform.time += 86_400_000;
    page.addLink('alice');
    page.start();
    await page.platform.advance(59_000);
    expect(page.relay.callsStartingWith('session ')).to.have.length(1);
    expect(page.relay.callsStartingWith('payment').length).to.be.at.least(29);
  });

  it('waits when the budget is spent, and continues with a new budget', async () => {
    const { onPayment } = page.relay;
    page.relay.onPayment = rejectWith('budget-spent');
    page.addLink('alice');
    page.start();
    await page.platform.advance(59_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state.status).to.equal('out-of-funds');
    page.relay.onPayment = onPayment;
    await page.platform.advance(1_000);
    expect(page.state.status).to.equal('streaming');
  });

  it('detects a new budget when the page was loaded without one', async () => {
    const { onPayment } = page.relay;
    page.relay.onConnect = async () => ({ id: 'connection', state: 'out-of-funds' });
    page.relay.onPayment = rejectWith('budget-spent');
    page.addLink('alice');
    page.start();
    await page.platform.advance(59_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state.status).to.equal('out-of-funds');
    page.relay.onPayment = onPayment;
    await page.platform.advance(1_000);
    expect(page.state.status).to.equal('streaming');
    expect(page.relay.callsStartingWith('connect')).to.have.length(1);
  });

  it('pays nothing while the connection is not active, and polls it', async () => {
    const { onPayment, onConnect } = page.relay;
    page.relay.onPayment = rejectWith('connection-not-active');
    page.addLink('alice');
    page.start();
    page.relay.onConnect = () => {
      page.relay.onConnect = async () => ({ id: 'connection', state: 'revoked' });
      return onConnect();
    };
    await page.platform.advance(50_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    expect(page.state.status).to.equal('not-connected');

    page.relay.onConnect = onConnect;
    page.relay.onPayment = onPayment;
    await page.platform.advance(60_000);
    expect(page.state.status).to.equal('streaming');
  });

  it('does not loop when the provider contradicts itself', async () => {
    page.relay.onPayment = rejectWith('connection-not-active');
    page.addLink('alice');
    page.start();
    await page.platform.advance(60_000);
    expect(page.relay.calls.length).to.be.below(40);
  });

  it('gives up on a receiver that cannot be paid, and pays the others', async () => {
    const { onPayment } = page.relay;
    page.relay.onPayment = (session) =>
      session === 'session-1' ? rejectWith('receiver-invalid')() : onPayment(session);
    page.addLink('a');
    page.addLink('b');
    page.start();
    await page.platform.advance(10_000);
    expect(page.relay.callsStartingWith('payment session-1')).to.have.length(1);
    expect(page.eventsOf('monetization a')).to.eql([]);
    expect(page.eventsOf('monetization b').length).to.be.at.least(4);
    expect(page.state.sessions[0]?.error?.code).to.equal('receiver-invalid');
    expect(page.eventsOf('error')).to.eql([]);
  });

  it('reports why it does not wait for a receiver whose minimum amount takes more than a day', async () => {
    page.relay.onPayment = rejectWith('min-amount-too-large');
    page.addLink('a');
    page.start();
    await page.platform.advance(60_000);
    expect(page.relay.callsStartingWith('payment')).to.have.length(1);
    const { code, message, fix } = page.state.sessions[0]?.error ?? {};
    expect(code).to.equal('min-amount-too-large');
    expect([message, fix].every(Boolean)).to.equal(true);
  });

  it('returns to a receiver that was unreachable, while the others are paid', async () => {
    const { onPayment } = page.relay;
    page.relay.onPayment = (session) =>
      session === 'session-1' ? rejectWith('wallet-unreachable')() : onPayment(session);
    page.addLink('a');
    page.addLink('b');
    page.start();
    await page.platform.advance(10_000);
    expect(page.eventsOf('monetization a').length).to.be.at.least(1);
    expect(page.eventsOf('monetization b').length).to.be.at.least(2);
  });
});
