import { check } from '../../relay/simulated/check.js';
import { canFailWith } from '../../relay/simulated/failures.js';
import type { Call } from '../../relay/simulated/failures.js';
import { SIMULATED_CODES } from '../../relay/simulated/problems.js';
import type { SimulatedCode } from '../../relay/simulated/problems.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import type { LinkReference } from './simulation.js';
import type { Noted } from './trace-recorder.js';

/** What somebody has asked to fail, by the link's href. */
export class AskedFailures {
  readonly #agent: AgentContext;
  readonly #asked = new Map<string, { code: SimulatedCode; times: number }>();

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
  ask(link: LinkReference, code: SimulatedCode | null, times: number): Noted {
    check(code === null || SIMULATED_CODES.includes(code), 'code', code, SIMULATED_CODES.join(', '));
    check(times > 0, 'number of times', times, 'a number above 0');
    // A link may be failed before it is in the page, by its href.
    const href = typeof link === 'string' ? link : this.sessionOf(link).href;
    if (code) this.#asked.set(href, { code, times });
    else this.#asked.delete(href);
    return { kind: 'fail', href, code, times };
  }

  take = (call: Call, href: string): SimulatedCode | undefined => {
    const asked = this.#asked.get(href);
    if (!asked || !canFailWith(call, asked.code)) return undefined;
    if (--asked.times === 0) this.#asked.delete(href);
    return asked.code;
  };

  clear(): void {
    this.#asked.clear();
  }
}
