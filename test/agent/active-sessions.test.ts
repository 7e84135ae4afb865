import { expect } from '@open-wc/testing';
import { ActiveSessions } from '../../src/agent/active-sessions.js';
import { createLinkSession } from '../../src/agent/link-session.js';
import type { LinkSession } from '../../src/agent/link-session.js';

describe('active sessions list and current session iterator', () => {
  let list: ActiveSessions;
  let [a, b, c]: LinkSession[] = [];

  beforeEach(() => {
    list = new ActiveSessions();
    [a, b, c] = ['a', 'b', 'c'].map(() => createLinkSession(document.createElement('link')));
    for (const session of [a, b, c]) list.append(session as LinkSession);
  });

  it('goes round', () => {
    expect(round(5)).to.eql([a, b, c, a, b]);
  });

  it('stays where it is when a session before it is removed', () => {
    round(2);
    list.remove(a as LinkSession);
    expect(round(3)).to.eql([c, b, c]);
  });

  it('goes to the next when its own session is removed, and from the last to the first', () => {
    round(1);
    list.remove(b as LinkSession);
    expect(list.current).to.equal(c);
    list.remove(c as LinkSession);
    expect(list.current).to.equal(a);
  });

  it('is at the end when the list is empty, and takes up a new session', () => {
    for (const session of [c, a, b]) list.remove(session as LinkSession);
    expect(list.current).to.equal(undefined);
    list.selectNextSessionForPayment();
    list.append(b as LinkSession);
    expect(list.current).to.equal(b);
  });

  it('holds a session once', () => {
    list.append(a as LinkSession);
    expect(list.size).to.equal(3);
  });

  function round(times: number): (LinkSession | undefined)[] {
    return Array.from({ length: times }, () => {
      const { current } = list;
      list.selectNextSessionForPayment();
      return current;
    });
  }
});
