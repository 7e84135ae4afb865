import { isLocalUrl } from '../../../protocol/loopback.js';
import { lineOfAgent } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Simulated payments would unlock the page for every visitor. */
export const simulateInPublic: CheckRule = {
  id: 'simulate-in-public',
  fix: 'Set a provider. For a private staging host, add data-simulate-on="its name".',
  spec: `${SPECIFICATION_URL}#conformance`,
  check: (report) =>
    report.page.scripts
      .filter(({ attributes }) => attributes['data-provider'] === 'simulate' && !isLocalUrl(report.url))
      .map(({ attributes }) => {
        const { hostname } = new URL(report.url);
        const isIntended = attributes['data-simulate-on']?.split(/[\t\n\f\r ]/).includes(hostname);
        return {
          message: `data-provider="simulate" is used on the public host ${hostname}.`,
          severity: isIntended ? ('warning' as const) : ('problem' as const),
          line: lineOfAgent(report),
        };
      }),
};
