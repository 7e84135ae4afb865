import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Milliseconds after the DOM is complete. */
const MAX_DELAY_MS = 500;

/** The result is available from the start. Pages that query it late first show visitors the wrong content. */
export const supportsLate: CheckRule = {
  id: 'supports-late',
  fix: 'Query it immediately. The extension and wm.js start before the first script of the page.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page }) => {
    const [first] = page.supportQueries;
    if (!first || first.elapsedMs < MAX_DELAY_MS) return [];
    const message = `relList.supports() is called ${Math.round(first.elapsedMs)} ms after the page’s DOM is complete.`;
    return [{ ...first.location, message, severity: 'warning' }];
  },
};
