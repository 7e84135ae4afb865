import { isBundle } from '../agent-file.js';
import { lineOfAgent } from '../places.js';
import { type Found, type Rule, SPECIFICATION } from '../rule.js';

const LATE = ['async', 'defer'] as const;

/** The script has to run before those that ask whether monetization is supported. */
export const scriptLate: Rule = {
  id: 'script-late',
  fix: 'Make it a classic script without async and defer, first in the <head>.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: (look) =>
    look.page.scripts.flatMap(({ src, attributes }): Found[] => {
      const late =
        LATE.find((name) => name in attributes) ?? (attributes['type'] === 'module' ? 'type="module"' : null);
      if (late === null) return [];
      const message = `The script with data-provider has ${late}: scripts of the page run before it, and find nothing supported.`;
      // A bundle asks when it has the support already; it is the page's other scripts that may ask too early.
      const severity = isBundle(src, look.scripts) ? 'warning' : 'problem';
      return [{ message, severity, line: lineOfAgent(look) }];
    }),
};
