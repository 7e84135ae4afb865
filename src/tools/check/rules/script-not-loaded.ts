import { lineOfAgent } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

const FIX = 'Check the URL of the script. Serve wm.js and the wm-….js files from the same folder.';

/** Without its script, a page has no agent except the extension. */
export const scriptNotLoaded: CheckRule = {
  id: 'script-not-loaded',
  fix: FIX,
  spec: `${SPECIFICATION_URL}#conformance`,
  check: (report) =>
    report.page.scripts.flatMap(({ src }) => {
      const reason = report.failedScripts.get(src);
      if (reason === undefined) return [];
      const line = lineOfAgent(report);
      if (report.root === null || new URL(src).origin !== new URL(report.url).origin)
        return [{ message: `${src} is not loaded: ${reason}.`, line }];
      const message = `${src} is not in the served folder, ${report.root}.`;
      return [{ message, fix: `${FIX} Or set the site's root: --root FOLDER.`, line }];
    }),
};
