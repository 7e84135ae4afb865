import { expect } from '@open-wc/testing';
import { ActiveSessions } from '../../../../src/page/agent/sessions/active-sessions.js';
import { createLinkSession, type LinkSession } from '../../../../src/page/agent/sessions/link-session.js';

type Name = 'a' | 'b' | 'c';

describe('the active sessions list and the current session iterator', () => {
  let list: ActiveSessions;
  let sessions: Record<Name, LinkSession>;

  beforeEach(() => {
    list = new ActiveSessions();
    sessions = { a: createNamed('a'), b: createNamed('b'), c: createNamed('c') };
    for (const session of Object.values(sessions)) list.append(session);
  });

  it('cycles through the sessions', () => {
    expect(round(5)).to.equal('abcab');
  });

  it('stays where it is when a session before it is removed', () => {
    round(2);
    list.remove(sessions.a);
    expect(round(3)).to.equal('cbc');
  });

  it('moves to the next session when its own is removed, and from the last to the first', () => {
    round(1);
    list.remove(sessions.b);
    expect(list.current).to.equal(sessions.c);
    list.remove(sessions.c);
    expect(list.current).to.equal(sessions.a);
  });

  it('is at the end when the list is empty, and continues with a new session', () => {
    for (const name of ['c', 'a', 'b'] as const) list.remove(sessions[name]);
    expect(list.current).to.equal(undefined);
    list.selectNextSessionForPayment();
    list.append(sessions.b);
    expect(list.current).to.equal(sessions.b);
  });

  it('contains a session once', () => {
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
