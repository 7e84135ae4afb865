import { lineOfAgent } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/**
 * Other rules report these in more detail. `not-connected` is expected: the test browser has no connection.
 */
const REPORTED_BY_OTHER_RULES = /^(wallet-|not-connected$|insecure-context$)/;

/**
 * Errors that the page's agent reports. Each code once, because a failure to reach the provider affects every
 * link.
 */
export const agentError: CheckRule = {
  id: 'agent-error',
  fix: 'Inspect document.monetization.agentState.',
  spec: `${SPECIFICATION_URL}#conformance`,
  check: (report) => {
    const errors = report.page.agentErrors.filter(({ code }) => !REPORTED_BY_OTHER_RULES.test(code));
    return [...new Map(errors.map((error) => [error.code, error])).values()].map(
      ({ code, message, fix, href }) => ({
        message: `${message} (${href === null ? code : `${code}, ${href}`})`,
        fix,
        line: lineOfAgent(report),
      }),
    );
  },
};
