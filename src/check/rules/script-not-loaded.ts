import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

const FIX = 'Check the URL of the script: wm.js and the wm-….js files beside it are served together.';

/** Without its script a page has no agent but the extension's. */
export const scriptNotLoaded: Rule = {
  id: 'script-not-loaded',
  fix: FIX,
  spec: `${SPECIFICATION}#conformance`,
  find: (look) =>
    look.page.scripts.flatMap(({ src }) => {
      const why = look.failedScripts.get(src);
      if (why === undefined) return [];
      const line = lineOfAgent(look);
      if (look.root === null || new URL(src).origin !== new URL(look.url).origin)
        return [{ message: `${src} is not loaded: ${why}.`, line }];
      const message = `${src} is not in the folder that is served, ${look.root}.`;
      return [{ message, fix: `${FIX} Or name the site's root: --root FOLDER.`, line }];
    }),
};
