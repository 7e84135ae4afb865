import type { ObservedScript } from '../../check-page/observation.js';
import { lineOfAgent } from '../places.js';
import type { Found, Rule } from '../rule.js';

/** What a browser runs; anything else is a data block. https://mimesniff.spec.whatwg.org/#javascript-mime-type */
const RUNS =
  /^(?:module|(?:application|text)\/(?:x-)?(?:java|ecma)script|text\/(?:javascript1\.[0-5]|jscript|livescript))$/i;

/** A consent manager or an optimizer takes the script out by its type, and has to put it back. Where it has, all is well. */
export const scriptInert: Rule = {
  id: 'script-inert',
  fix: 'Take type away, or see to it that the consent manager (or optimizer) puts a script in its place that runs. No visitor is asked to pay before.',
  spec: 'https://html.spec.whatwg.org/multipage/scripting.html#prepare-the-script-element',
  find: (look) => {
    const { scripts, hasAgent } = look.page;
    const reasons = scripts.map(whyInert);
    if (hasAgent || reasons.length === 0 || reasons.includes(null)) return [];
    return reasons.slice(0, 1).map((why): Found => ({
      message: `The script with data-provider has ${why}, so it is no JavaScript for the browser and has not run.`,
      line: lineOfAgent(look),
    }));
  },
};

function whyInert({ attributes: { type, language, nomodule } }: ObservedScript): string | null {
  if (type !== undefined) {
    if (type !== '' && !RUNS.test(type.trim())) return `type="${type}"`;
  } else if (language && !RUNS.test(`text/${language}`)) return `language="${language}"`;
  // Browsers that know modules pass it over.
  return nomodule !== undefined && type?.trim().toLowerCase() !== 'module' ? 'nomodule' : null;
}
