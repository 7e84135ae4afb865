import { expect } from '@open-wc/testing';
import { comeBack, shakeHands } from '../../src/agent/connect-handshake.js';
import type { AgentContext } from '../../src/agent/context.js';
import { FakePlatform, settle } from './support/fake-platform.js';
import { RelayError } from '../../src/relay/relay-error.js';
import { refuse, RelayDouble } from './support/relay-double.js';

const HELLO = { wm: 'hello', connection: 'connection', challenge: 'secret' };

describe('handshake with the connect page', () => {
  let relay: RelayDouble;
  let platform: FakePlatform;
  let agent: AgentContext;
  let asked: number;
  let page: MessageEventSource;
  let frame: HTMLIFrameElement;

  beforeEach(() => {
    relay = new RelayDouble();
    platform = new FakePlatform();
    asked = 0;
    frame = document.body.appendChild(document.createElement('iframe'));
    page = frame.contentWindow as Window;
    agent = {
      relay,
      platform,
      connection: { id: 'connection', state: 'new' },
      stopped: false,
      askAgain: () => (asked += 1),
      report: (cause: unknown) => ({ code: 'not-connected', message: String(cause), fix: '' }),
      changed: () => undefined,
    } as unknown as AgentContext;
    void shakeHands(agent, page as Window);
  });
  afterEach(async () => {
    agent.stopped = true;
    await platform.advance(1_000);
    frame.remove();
  });

  const say = async (data: unknown, init: MessageEventInit = {}): Promise<void> => {
    dispatchEvent(new MessageEvent('message', { data, origin: relay.provider, source: page, ...init }));
    await settle();
  };

  it('answers the challenge of the window it opened, once', async () => {
    await say(HELLO);
    await say(HELLO);
    expect(relay.made('bind')).to.eql(['bind connection secret']);
  });

  it('sends the proof again when somebody on the way has answered; that it was used up meanwhile is no error', async () => {
    const lost = (): Promise<never> => Promise.reject(new RelayError('provider-answer-invalid'));
    const answers = [lost, lost, refuse('request-invalid')];
    relay.onBind = () => (answers.shift() as () => Promise<never>)();
    await say(HELLO);
    await platform.advance(10_000);
    expect(relay.made('bind')).to.eql(Array(3).fill('bind connection secret'));
    expect(agent.error).to.equal(undefined);
  });

  it('says what the provider refuses at once, and what never comes through after five tries', async () => {
    relay.onBind = refuse('request-invalid');
    await say(HELLO);
    expect(relay.made('bind')).to.have.length(1);
    expect(agent.error?.message).to.include('request-invalid');

    Object.assign(agent, { error: null });
    relay.onBind = () => Promise.reject(new RelayError('provider-unreachable'));
    void shakeHands(agent, page as Window);
    await say(HELLO);
    await platform.advance(60_000);
    expect(relay.made('bind')).to.have.length(6);
    expect(agent.error?.message).to.include('provider-unreachable');
  });

  it('does not listen to another origin, another window, or for another connection', async () => {
    await say(HELLO, { origin: 'https://evil.example' });
    await say(HELLO, { origin: 'null' });
    await say(HELLO, { source: window });
    await say(HELLO, { source: null });
    await say({ ...HELLO, connection: 'other' });
    for (const data of [null, 'hello', {}, { ...HELLO, wm: 'hi' }, { ...HELLO, challenge: {} }])
      await say(data);
    expect(relay.made('bind')).to.eql([]);
  });

  it('asks each second whether the visitor has consented, until so', async () => {
    await platform.advance(3_000);
    expect(asked).to.equal(3);
    agent.connection = { id: 'connection', state: 'active' };
    await platform.advance(5_000);
    expect(asked).to.equal(4);
    await say(HELLO);
    expect(relay.made('bind'), 'and listens no more').to.eql([]);
  });

  it('asks ever more rarely when the window looks closed, for ten minutes: it may only have been cut off', async () => {
    frame.remove();
    await platform.advance(10_000);
    expect(asked).to.be.within(3, 5);
    await platform.advance(3_600_000);
    expect(asked).to.be.within(12, 18);
    expect(platform.waiting).to.equal(0);
  });

  it('asks once at a time, however often the visitor clicks', async () => {
    void shakeHands(agent, page as Window);
    void shakeHands(agent, page as Window);
    await platform.advance(1_000);
    asked = 0;
    await platform.advance(5_000);
    expect(asked).to.equal(5);
    await say(HELLO);
    expect(relay.made('bind')).to.eql(['bind connection secret']);
  });

  it('takes out of the URL what is no code, and sends it nowhere', async () => {
    const { href } = location;
    for (const code of ['', '.', 'id.', '.secret', 'id.secret', 'i/d', 'id#id']) {
      history.replaceState(null, '', `#wm-connect=${code}`);
      await comeBack(agent);
      expect(location.hash).to.equal('');
    }
    expect(relay.calls).to.eql([]);
    history.replaceState(null, '', href);
  });

  it('leads nobody away for another’s connection', async () => {
    const { href } = location;
    agent.description = await relay.onDescribe();
    history.replaceState(null, '', '#wm-connect=other');
    await comeBack(agent);
    expect(location.hash).to.equal('');
    expect(document.querySelector('form')).to.equal(null);
    history.replaceState(null, '', href);
  });
});
