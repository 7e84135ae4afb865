import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** Of these another rule says more; and a browser that nobody has connected is none that went wrong. */
const SAID_ELSEWHERE = /^(wallet-|not-connected$|insecure-context$)/;

/** What the agent of the page itself says is wrong, each code once: what keeps it from the provider keeps it from every link. */
export const agentError: Rule = {
  id: 'agent-error',
  fix: 'See document.monetization.agentState.',
  spec: `${SPECIFICATION}#conformance`,
  find: (look) => {
    const errors = look.page.agentErrors.filter(({ code }) => !SAID_ELSEWHERE.test(code));
    return [...new Map(errors.map((error) => [error.code, error])).values()].map(
      ({ code, message, fix, href }) => ({
        message: `${message} (${href === null ? code : `${code}, ${href}`})`,
        fix,
        line: lineOfAgent(look),
      }),
    );
  },
};
