import { expect } from '@open-wc/testing';
import { exposeMonetization, Monetization } from '../../src/page-api/document-monetization.js';
import type { Steering } from '../../src/page-api/document-monetization.js';

describe('the object at document.monetization', () => {
  const state = { sessions: ['a session'], connection: { state: 'active' } };
  let asked: string[];
  let monetization: Monetization<typeof state>;

  beforeEach(() => {
    asked = [];
    const steering: Steering = {
      setPaused: (paused) => void asked.push(paused ? 'pause' : 'resume'),
      connect: () => void asked.push('connect'),
      disconnect: () => void asked.push('disconnect'),
      useLegacy(member) {
        asked.push(`use ${member}`);
        return 'pending';
      },
      trace: () => Promise.resolve(['a call']),
    };
    monetization = new Monetization(() => state, steering);
  });

  it('hands out the state, and its two most wanted parts', () => {
    expect(monetization.agentState).to.equal(state);
    expect(monetization.sessions).to.equal(state.sessions);
    expect(monetization.connection).to.equal(state.connection);
    expect(asked).to.eql([]);
  });

  it('hands out what has happened', async () => {
    expect(await monetization.trace()).to.eql(['a call']);
  });

  it('passes on what the visitor wants', () => {
    monetization.pause();
    monetization.resume();
    monetization.connect();
    monetization.disconnect();
    expect(asked).to.eql(['pause', 'resume', 'connect', 'disconnect']);
  });

  it('notices who reads the first version’s state or listens to its events', () => {
    expect(monetization.state).to.equal('pending');
    for (const type of ['pending', 'start', 'progress', 'stop'])
      monetization.addEventListener(`monetization${type}`, null);
    monetization.addEventListener('tip', null);
    monetization.addEventListener('agentstatechange', null);
    expect(asked).to.eql([
      'use state',
      'use monetizationpending',
      'use monetizationstart',
      'use monetizationprogress',
      'use monetizationstop',
      'use tip',
    ]);
  });

  it('is an EventTarget as any other', () => {
    const heard: string[] = [];
    const listener = { handleEvent: ({ type }: Event) => void heard.push(type) };
    monetization.addEventListener('monetizationstart', listener, { once: true });
    monetization.dispatchEvent(new Event('monetizationstart'));
    monetization.dispatchEvent(new Event('monetizationstart'));
    expect(heard).to.eql(['monetizationstart']);
    const add = monetization.addEventListener as unknown as () => void;
    expect(() => add.call(monetization)).to.throw(TypeError);
    expect(String(monetization)).to.equal('[object Monetization]');
  });

  it('refuses to work on anything else', () => {
    const { get } = Object.getOwnPropertyDescriptor(Monetization.prototype, 'state') as PropertyDescriptor;
    expect(() => get?.call(new EventTarget())).to.throw(TypeError, 'Illegal invocation');
  });

  it('does not replace a document.monetization that is there already, and goes away without a trace', () => {
    const undo = exposeMonetization(document, monetization);
    const other = exposeMonetization(document, new EventTarget());
    other();
    expect('monetization' in document && document.monetization).to.equal(monetization);
    undo();
    expect('monetization' in document).to.equal(false);
  });
});
