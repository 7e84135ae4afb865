import type { ObservedScript } from '../browser/observation.js';
import { lineOfAgent } from '../source/source-locations.js';
import type { RuleFinding, CheckRule } from './rule.js';

/**
 * Script types that browsers run. All others are data blocks.
 * https://mimesniff.spec.whatwg.org/#javascript-mime-type
 */
const EXECUTABLE_TYPE =
  /^(?:module|(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/i;

/**
 * A consent manager or an optimizer disables a script by changing its type, and must restore it later. A
 * restored script is fine.
 */
export const scriptInert: CheckRule = {
  id: 'script-inert',
  fix: 'Remove the type, or make sure that the consent manager (or optimizer) replaces the script with one that runs. No visitor can pay before that.',
  spec: 'https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element',
  check: (report) => {
    const { scripts, hasAgent } = report.page;
    const reasons = scripts.map(inertReason);
    if (hasAgent || reasons.length === 0 || reasons.includes(null)) return [];
    return reasons.slice(0, 1).map((reason): RuleFinding => ({
      message: `The script with data-provider has ${reason}, so the browser does not treat it as JavaScript and has not run it.`,
      line: lineOfAgent(report),
    }));
  },
};

function inertReason({ attributes: { type, language, nomodule } }: ObservedScript): string | null {
  if (type !== undefined) {
    if (type !== '' && !EXECUTABLE_TYPE.test(type.trim())) return `type="${type}"`;
  } else if (language && !EXECUTABLE_TYPE.test(`text/${language}`)) return `language="${language}"`;
  // Browsers that support modules ignore it.
  return nomodule !== undefined && type?.trim().toLowerCase() !== 'module' ? 'nomodule' : null;
}
