import { expect } from '@open-wc/testing';
import {
  exposeMonetization,
  Monetization,
  type MonetizationCommands,
} from '../../../src/page/api/document-monetization.js';

describe('the object at document.monetization', () => {
  const state = { sessions: ['a session'], connection: { state: 'active' } };
  let requested: string[];
  let monetization: Monetization<typeof state>;

  beforeEach(() => {
    requested = [];
    const steering: MonetizationCommands = {
      setPaused: (paused) => void requested.push(paused ? 'pause' : 'resume'),
      connect: () => void requested.push('connect'),
      disconnect: () => void requested.push('disconnect'),
      legacy(member) {
        requested.push(`use ${member}`);
        return 'pending';
      },
      trace: () => Promise.resolve(['a call']),
    };
    monetization = new Monetization({
      read: () => state,
      carryOut: (name, ...args) => (steering[name] as (...args: unknown[]) => never)(...args),
    });
  });

  it('returns the state and its two most used members', () => {
    expect(monetization.agentState).to.equal(state);
    expect(monetization.sessions).to.equal(state.sessions);
    expect(monetization.connection).to.equal(state.connection);
    expect(requested).to.eql([]);
  });

  it('returns the trace', async () => {
    expect(await monetization.trace()).to.eql(['a call']);
  });

  it('forwards the visitor’s commands', () => {
    monetization.pause();
    monetization.resume();
    monetization.connect();
    monetization.disconnect();
    expect(requested).to.eql(['pause', 'resume', 'connect', 'disconnect']);
  });

  it('passes on reads of the first version’s state and the events that are listened for', () => {
    expect(monetization.state).to.equal('pending');
    for (const type of ['pending', 'start', 'progress', 'stop'])
      monetization.addEventListener(`monetization${type}`, null);
    monetization.addEventListener('tip', null);
    monetization.addEventListener('agentstatechange', null);
    expect(requested).to.eql([
      'use state',
      'use monetizationpending',
      'use monetizationstart',
      'use monetizationprogress',
      'use monetizationstop',
      'use tip',
      'use agentstatechange',
    ]);
  });

  it('works as an EventTarget', () => {
    const received: string[] = [];
    const listener = { handleEvent: ({ type }: Event) => void received.push(type) };
    monetization.addEventListener('monetizationstart', listener, { once: true });
    monetization.dispatchEvent(new Event('monetizationstart'));
    monetization.dispatchEvent(new Event('monetizationstart'));
    expect(received).to.eql(['monetizationstart']);
    const add = monetization.addEventListener as unknown as () => void;
    expect(() => add.call(monetization)).to.throw(TypeError);
    expect(String(monetization)).to.equal('[object Monetization]');
  });

  it('throws on other receivers', () => {
    const { get } = Object.getOwnPropertyDescriptor(Monetization.prototype, 'state') as PropertyDescriptor;
    expect(() => get?.call(new EventTarget())).to.throw(TypeError, 'Illegal invocation');
  });

  it('keeps an existing document.monetization, and is removed completely', () => {
    const undo = exposeMonetization(document, monetization);
    const other = exposeMonetization(document, new EventTarget());
    other();
    expect('monetization' in document && document.monetization).to.equal(monetization);
    undo();
    expect('monetization' in document).to.equal(false);
  });
});
