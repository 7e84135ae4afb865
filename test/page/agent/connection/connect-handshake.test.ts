import { expect } from '@open-wc/testing';
import {
  resumeConnect,
  performConnectHandshake,
} from '../../../../src/page/agent/connection/connect-handshake.js';
import type { ConnectionContext } from '../../../../src/page/agent/connection/connection.js';
import { FakePlatform, flushTasks } from '../support/fake-platform.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { rejectWith, FakeRelay } from '../support/fake-relay.js';

const HELLO = { wm: 'hello', connection: 'connection', challenge: 'secret' };

describe('the handshake with the connect page', () => {
  let relay: FakeRelay;
  let platform: FakePlatform;
  let agent: ConnectionContext;
  let refreshes: number;
  let page: MessageEventSource;
  let frame: HTMLIFrameElement;

  beforeEach(() => {
    relay = new FakeRelay();
    platform = new FakePlatform();
    refreshes = 0;
    frame = document.body.appendChild(document.createElement('iframe'));
    page = frame.contentWindow as Window;
    agent = {
      relay,
      platform,
      connection: { id: 'connection', state: 'new' },
      stopped: false,
      refreshConnection: () => (refreshes += 1),
      report: (cause: unknown) => ({ code: 'not-connected', message: String(cause), fix: '' }),
      notifyStateChange: () => undefined,
    } as unknown as ConnectionContext;
    void performConnectHandshake(agent, page as Window);
  });
  afterEach(async () => {
    agent.stopped = true;
    await platform.advance(1_000);
    frame.remove();
  });

  const say = async (data: unknown, init: MessageEventInit = {}): Promise<void> => {
    dispatchEvent(new MessageEvent('message', { data, origin: relay.provider, source: page, ...init }));
    await flushTasks();
  };

  it('answers the challenge of the window that it opened, once', async () => {
    await say(HELLO);
    await say(HELLO);
    expect(relay.callsStartingWith('bind')).to.eql(['bind connection secret']);
  });

  it('resends the proof after an intermediary’s response; a challenge that is already used is no error', async () => {
    const lost = (): Promise<never> => Promise.reject(new RelayError('provider-response-invalid'));
    const answers = [lost, lost, rejectWith('request-invalid')];
    relay.onBind = () => (answers.shift() as () => Promise<never>)();
    await say(HELLO);
    await platform.advance(10_000);
    expect(relay.callsStartingWith('bind')).to.eql(Array(3).fill('bind connection secret'));
    expect(agent.error).to.equal(undefined);
  });

  it('reports a rejection by the provider immediately, and a network failure after five tries', async () => {
    relay.onBind = rejectWith('request-invalid');
    await say(HELLO);
    expect(relay.callsStartingWith('bind')).to.have.length(1);
    expect(agent.error?.message).to.include('request-invalid');

    Object.assign(agent, { error: null });
    relay.onBind = () => Promise.reject(new RelayError('provider-unreachable'));
    void performConnectHandshake(agent, page as Window);
    await say(HELLO);
    await platform.advance(60_000);
    expect(relay.callsStartingWith('bind')).to.have.length(6);
    expect(agent.error?.message).to.include('provider-unreachable');
  });

  it('ignores messages from another origin or window, or for another connection', async () => {
    await say(HELLO, { origin: 'https://evil.example' });
    await say(HELLO, { origin: 'null' });
    await say(HELLO, { source: window });
    await say(HELLO, { source: null });
    await say({ ...HELLO, connection: 'other' });
    for (const data of [null, 'hello', {}, { ...HELLO, wm: 'hi' }, { ...HELLO, challenge: {} }])
      await say(data);
    expect(relay.callsStartingWith('bind')).to.eql([]);
  });

  it('polls every second until the visitor has consented', async () => {
    await platform.advance(3_000);
    expect(refreshes).to.equal(3);
    agent.connection = { id: 'connection', state: 'active' };
    await platform.advance(5_000);
    expect(refreshes).to.equal(4);
    await say(HELLO);
    expect(relay.callsStartingWith('bind'), 'no longer listens').to.eql([]);
  });

  it('polls less and less often for ten minutes when the window looks closed, because it may only be isolated', async () => {
    frame.remove();
    await platform.advance(10_000);
    expect(refreshes).to.be.within(3, 5);
    await platform.advance(3_600_000);
    expect(refreshes).to.be.within(12, 18);
    expect(platform.pendingTimerCount).to.equal(0);
  });

  it('runs once at a time, however often the visitor clicks', async () => {
    void performConnectHandshake(agent, page as Window);
    void performConnectHandshake(agent, page as Window);
    await platform.advance(1_000);
    refreshes = 0;
    await platform.advance(5_000);
    expect(refreshes).to.equal(5);
    await say(HELLO);
    expect(relay.callsStartingWith('bind')).to.eql(['bind connection secret']);
  });

  it('removes an invalid code from the URL without sending it', async () => {
    const { href } = location;
    for (const code of ['', '.', 'id.', '.secret', 'id.secret', 'i/d', 'id#id']) {
      history.replaceState(null, '', `#wm-connect=${code}`);
      await resumeConnect(agent);
      expect(location.hash).to.equal('');
    }
    expect(relay.calls).to.eql([]);
    history.replaceState(null, '', href);
  });

  it('does not redirect for another visitor’s connection', async () => {
    const { href } = location;
    agent.description = await relay.onDescribe();
    history.replaceState(null, '', '#wm-connect=other');
    await resumeConnect(agent);
    expect(location.hash).to.equal('');
    expect(document.querySelector('form')).to.equal(null);
    history.replaceState(null, '', href);
  });
});
