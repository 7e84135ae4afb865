import { isLocal, lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** Simulated payments would unlock the page for everybody. */
export const simulateInPublic: Rule = {
  id: 'simulate-in-public',
  fix: 'Name a provider. For a staging host that nobody else sees: data-simulate-on="its name".',
  spec: `${SPECIFICATION}#conformance`,
  find: (look) =>
    look.page.scripts
      .filter(({ attributes }) => attributes['data-provider'] === 'simulate' && !isLocal(look.url))
      .map(({ attributes }) => {
        const { hostname } = new URL(look.url);
        const isMeant = attributes['data-simulate-on']?.split(/[\t\n\f\r ]/).includes(hostname);
        return {
          message: `data-provider="simulate" stands on the public host ${hostname}.`,
          severity: isMeant ? ('warning' as const) : ('problem' as const),
          line: lineOfAgent(look),
        };
      }),
};
