import { expect } from '@open-wc/testing';
import { ActiveSessions } from '../../src/agent/active-sessions.js';
import { createLinkSession } from '../../src/agent/link-session.js';
import type { LinkSession } from '../../src/agent/link-session.js';

type Name = 'a' | 'b' | 'c';

describe('active sessions list and current session iterator', () => {
  let list: ActiveSessions;
  let sessions: Record<Name, LinkSession>;

  beforeEach(() => {
    list = new ActiveSessions();
    sessions = { a: createNamed('a'), b: createNamed('b'), c: createNamed('c') };
    for (const session of Object.values(sessions)) list.append(session);
  });

  it('goes round', () => {
    expect(round(5)).to.equal('abcab');
  });

  it('stays where it is when a session before it is removed', () => {
    round(2);
    list.remove(sessions.a);
    expect(round(3)).to.equal('cbc');
  });

  it('goes to the next when its own session is removed, and from the last to the first', () => {
    round(1);
    list.remove(sessions.b);
    expect(list.current).to.equal(sessions.c);
    list.remove(sessions.c);
    expect(list.current).to.equal(sessions.a);
  });

  it('is at the end when the list is empty, and takes up a new session', () => {
    for (const name of ['c', 'a', 'b'] as const) list.remove(sessions[name]);
    expect(list.current).to.equal(undefined);
    list.selectNextSessionForPayment();
    list.append(sessions.b);
    expect(list.current).to.equal(sessions.b);
  });

  it('holds a session once', () => {
    list.append(sessions.a);
    expect(list.size).to.equal(3);
  });

  function round(times: number): string {
    return Array.from({ length: times }, () => {
      const name = list.current?.linkElement.id;
      list.selectNextSessionForPayment();
      return name;
    }).join('');
  }
});

function createNamed(name: Name): LinkSession {
  const link = document.createElement('link');
  link.id = name;
  return createLinkSession(link, link.href);
}
