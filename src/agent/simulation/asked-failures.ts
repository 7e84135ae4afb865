import { ERROR_CODES } from '../../protocol/error-codes.js';
import type { ErrorCode } from '../../protocol/error-codes.js';
import { check } from '../../relay/simulated/check.js';
import { canFailWith } from '../../relay/simulated/failures.js';
import type { Call } from '../../relay/simulated/failures.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import type { LinkReference } from './simulation.js';
import type { Noted } from './trace-recorder.js';

/** What somebody has asked to fail, by the link's href. */
export class AskedFailures {
  readonly #agent: AgentContext;
  readonly #asked = new Map<string, { code: ErrorCode; times: number }>();

  constructor(agent: AgentContext) {
    this.#agent = agent;
  }

  /** @throws TypeError when the page has no such link. */
  sessionOf(link: LinkReference): LinkSession {
    const sessions = [...this.#agent.sessions.values()];
    const found = sessions.find(
      ({ linkElement, href }) => link === null || link === linkElement || link === href,
    );
    const known = sessions.map(({ href }) => href).join(', ');
    check(found !== undefined, 'link', String(link), `a monetization link of this page: ${known || 'none'}`);
    return found;
  }

  /** @throws TypeError that names the codes that a provider can answer. */
  ask(link: LinkReference, code: ErrorCode | null, times: number): Noted {
    const codes = Object.entries(ERROR_CODES).filter(([name, entry]) => canBeAnswered(name, entry));
    check(
      code === null || codes.some(([name]) => name === code),
      'code',
      code,
      codes.map(([name]) => name).join(', '),
    );
    check(times > 0, 'number of times', times, 'a number above 0');
    // A link may be failed before it is in the page, by its href.
    const href = typeof link === 'string' ? link : this.sessionOf(link).href;
    if (code) this.#asked.set(href, { code, times });
    else this.#asked.delete(href);
    return { kind: 'fail', href, code, times };
  }

  take = (call: Call, href: string): ErrorCode | undefined => {
    const asked = this.#asked.get(href);
    if (!asked || !canFailWith(call, asked.code)) return undefined;
    if (--asked.times === 0) this.#asked.delete(href);
    return asked.code;
  };

  clear(): void {
    this.#asked.clear();
  }
}

function canBeAnswered(name: string, entry: object): boolean {
  return 'status' in entry || name === 'provider-unreachable' || name === 'provider-answer-invalid';
}
