import { expect } from '@open-wc/testing';
import { AgentFixture } from '../support/agent-fixture.js';
import { rejectWith } from '../support/fake-relay.js';

const SESSION_LIMIT = 20;
const LINK_COUNT = 25;

describe('more links than the provider’s session limit', () => {
  let page: AgentFixture;
  let links: HTMLLinkElement[];

  beforeEach(async () => {
    page = new AgentFixture();
    page.relay.sessionLimit = SESSION_LIMIT;
    links = Array.from({ length: LINK_COUNT }, (_, index) => page.addLink(`link-${index}`));
    page.start();
    await page.platform.advance();
  });
  afterEach(() => page.stop());

  const names = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, index) => `link-${from + index}`);
  const loaded = (): string[] => page.eventsOf('load').map((event) => event.slice('load '.length));
  const failed = (): string[] => page.eventsOf('error').map((event) => event.slice('error '.length));
  const codes = (): (string | undefined)[] => page.state.sessions.map(({ error }) => error?.code);

  it('get sessions in order; the others get an error event and the reason', () => {
    expect(loaded()).to.eql(names(0, SESSION_LIMIT));
    expect(failed()).to.eql(names(SESSION_LIMIT, LINK_COUNT));
    expect(codes()).to.eql([
      ...Array(SESSION_LIMIT).fill(undefined),
      ...Array(LINK_COUNT - SESSION_LIMIT).fill('session-limit'),
    ]);
    expect(page.relay.callsStartingWith('wallet')).to.have.length(SESSION_LIMIT);
    expect(page.relay.callsStartingWith('session ')).to.have.length(SESSION_LIMIT);
  });

  it('are paid in turn, the rejected ones never', async () => {
    await page.platform.advance(2_000 * SESSION_LIMIT);
    const paid = new Set(page.eventsOf('monetization').map((event) => event.slice('monetization '.length)));
    expect([...paid].sort()).to.eql(names(0, SESSION_LIMIT).sort());
  });

  it('pass the session of a removed link to the first rejected one only', async () => {
    links[3]?.remove();
    await page.platform.advance(10_000);
    expect(loaded().slice(SESSION_LIMIT)).to.eql([`link-${SESSION_LIMIT}`]);
    expect(page.relay.callsStartingWith('wallet')).to.have.length(SESSION_LIMIT + 1);
    expect(codes().filter((code) => code === 'session-limit')).to.have.length(LINK_COUNT - SESSION_LIMIT - 1);
    expect(failed(), 'no link is rejected twice').to.have.length(LINK_COUNT - SESSION_LIMIT);
  });

  it('free one session per removed link', async () => {
    for (const link of links.slice(0, 3)) link.remove();
    await page.platform.advance();
    expect(loaded().slice(SESSION_LIMIT)).to.eql(names(SESSION_LIMIT, SESSION_LIMIT + 3));
  });

  it('free no session when a rejected link is removed', async () => {
    links[SESSION_LIMIT]?.remove();
    await page.platform.advance(10_000);
    expect(loaded()).to.have.length(SESSION_LIMIT);
    expect(page.relay.callsStartingWith('wallet')).to.have.length(SESSION_LIMIT);
  });

  it('keep their sessions when another link is inserted before them', async () => {
    document.head.prepend(page.createLink('late'));
    await page.platform.advance();
    expect(failed()).to.eql([...names(SESSION_LIMIT, LINK_COUNT), 'late']);
  });

  it('free a session when an href changes; the changed link is last in line', async () => {
    if (links[0]) links[0].href = 'https://wallet.example/changed';
    await page.platform.advance();
    expect(loaded().slice(SESSION_LIMIT)).to.eql([`link-${SESSION_LIMIT}`]);
    expect(failed()).to.eql([...names(SESSION_LIMIT, LINK_COUNT), 'link-0']);
    expect(page.relay.callsStartingWith('wallet changed')).to.eql([]);
  });

  it('free the session of a link that cannot be paid', async () => {
    const { onPayment } = page.relay;
    page.relay.onPayment = (session) =>
      session === 'session-2' ? rejectWith('receiver-invalid')() : onPayment(session);
    await page.platform.advance(2_000 * SESSION_LIMIT);
    expect(loaded().slice(SESSION_LIMIT)).to.eql([`link-${SESSION_LIMIT}`]);
    expect(codes().filter((code) => code === 'receiver-invalid')).to.have.length(1);
  });
});

describe('a thousand links', () => {
  let page: AgentFixture;
  let wrapper: HTMLElement;

  beforeEach(() => {
    page = new AgentFixture();
    page.relay.sessionLimit = SESSION_LIMIT;
    wrapper = document.createElement('div');
    for (let index = 0; index < 1_000; index++) wrapper.append(page.createLink(`link-${index}`));
  });
  afterEach(() => {
    page.stop();
    wrapper.remove();
  });

  // `npm run bench many-links` measures the time.
  it('come and go at once, and leave no session behind', async () => {
    page.start();
    document.body.append(wrapper);
    await page.platform.advance();
    expect(page.state.sessions).to.have.length(1_000);
    expect(page.eventsOf('load')).to.have.length(SESSION_LIMIT);
    expect(page.eventsOf('error')).to.have.length(1_000 - SESSION_LIMIT);

    wrapper.remove();
    await page.platform.advance(60_000);
    expect(page.state.sessions).to.eql([]);
    expect(page.state.status).to.equal('ready');
    const created = page.relay.callsStartingWith('session ').length;
    expect(page.relay.callsStartingWith('delete')).to.have.length(created);
    const calls = page.relay.calls.length;
    await page.platform.advance(600_000);
    expect(page.relay.calls).to.have.length(calls);
  });

  it('free their sessions for a new link', async () => {
    page.start();
    document.body.append(wrapper);
    await page.platform.advance();
    wrapper.remove();
    const alice = page.addLink('alice');
    await page.platform.advance(2_000);
    expect(page.eventsOf('load').at(-1)).to.equal('load alice');
    expect(page.eventsOf('monetization').at(-1)).to.equal('monetization alice');
    alice.remove();
  });
});
