import { assertAllowed } from '../scenario/assert-allowed.js';
import { canFailWith } from './random-failure.js';
import type { SimulatedCall } from '../simulated-relay/simulated-relay-options.js';
import { SIMULATED_CODES, type SimulatedCode } from '../simulated-relay/simulated-problems.js';
import type { AgentContext } from '../../agent/agent-context.js';
import type { LinkSession } from '../../agent/sessions/link-session.js';
import type { LinkReference } from '../running/simulation-control.js';
import type { UntimedMutation } from './trace-recorder.js';

/** The failures that `simulation.fail()` has requested, by the link's href. */
export class InjectedFailures {
  readonly #agent: AgentContext;
  readonly #failures = new Map<string, { code: SimulatedCode; times: number }>();

  constructor(agent: AgentContext) {
    this.#agent = agent;
  }

  /** Finds the session of a link. @throws TypeError if the page has no such link. */
  sessionOf(link: LinkReference): LinkSession {
    const sessions = [...this.#agent.sessions.values()];
    const found = sessions.find(
      ({ linkElement, href }) => link === null || link === linkElement || link === href,
    );
    const known = sessions.map(({ href }) => href).join(', ');
    assertAllowed(
      found !== undefined,
      'link',
      String(link),
      `a monetization link of this page: ${known || 'none'}`,
    );
    return found;
  }

  /** Adds a failure, or removes it if `code` is null. @throws TypeError with the allowed codes. */
  inject(link: LinkReference, code: SimulatedCode | null, times: number): UntimedMutation {
    assertAllowed(code === null || SIMULATED_CODES.includes(code), 'code', code, SIMULATED_CODES.join(', '));
    assertAllowed(times > 0, 'number of times', times, 'a number above 0');
    // An href may also name a link that is not in the page yet.
    const href = typeof link === 'string' ? link : this.sessionOf(link).href;
    if (code) this.#failures.set(href, { code, times });
    else this.#failures.delete(href);
    return { kind: 'fail', href, code, times };
  }

  take = (call: SimulatedCall, href: string): SimulatedCode | undefined => {
    const failure = this.#failures.get(href);
    if (!failure || !canFailWith(call, failure.code)) return undefined;
    if (--failure.times === 0) this.#failures.delete(href);
    return failure.code;
  };

  clear(): void {
    this.#failures.clear();
  }
}
