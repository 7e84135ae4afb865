import { isBundle } from '../source/agent-script.js';
import { lineOfAgent } from '../source/source-locations.js';
import { type RuleFinding, type CheckRule, SPECIFICATION_URL } from './rule.js';

const LATE_ATTRIBUTES = ['async', 'defer'] as const;

/** The script must run before scripts that query the support. */
export const scriptLate: CheckRule = {
  id: 'script-late',
  fix: 'Use a classic script without async and defer, as the first script in the <head>.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: (report) =>
    report.page.scripts.flatMap(({ src, attributes }): RuleFinding[] => {
      const late =
        LATE_ATTRIBUTES.find((name) => name in attributes) ??
        (attributes['type'] === 'module' ? 'type="module"' : null);
      if (late === null) return [];
      const message = `The script with data-provider has ${late}: scripts of the page run before it and detect no support.`;
      // A bundle itself queries after the agent has started. Only other scripts of the page may query too
      // early.
      const severity = isBundle(src, report.scripts) ? 'warning' : 'problem';
      return [{ message, severity, line: lineOfAgent(report) }];
    }),
};
