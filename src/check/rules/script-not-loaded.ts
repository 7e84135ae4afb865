import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** Without its script a page has no agent but the extension's. */
export const scriptNotLoaded: Rule = {
  id: 'script-not-loaded',
  fix: 'Check the URL of the script: wm.js and the wm-….js files beside it are served together.',
  spec: `${SPECIFICATION}#conformance`,
  find: (look) =>
    look.page.scripts.flatMap(({ src }) => {
      const why = look.failedScripts.get(src);
      return why === undefined ? [] : [{ message: `${src} is not loaded: ${why}.`, line: lineOfAgent(look) }];
    }),
};
