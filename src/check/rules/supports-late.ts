import { type Rule, SPECIFICATION } from '../rule.js';

/** Milliseconds after the DOM is complete. */
const LATE = 500;

/** The answer is there from the start: who waits shows visitors the wrong page first. */
export const supportsLate: Rule = {
  id: 'supports-late',
  fix: 'Ask at once. Extension and wm.js are there before the first script of the page.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page }) => {
    const [first] = page.questions;
    if (!first || first.at < LATE) return [];
    const message = `relList.supports() is asked ${Math.round(first.at)} ms after the page’s DOM is complete.`;
    return [{ ...first.place, message, severity: 'warning' }];
  },
};
