import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** A script that queries the link too early adds its listener to nothing. */
export const linkQueriedTooEarly: CheckRule = {
  id: 'link-queried-too-early',
  fix: "Listen on the window, which receives all events: addEventListener('monetization', …). Or put the link before the script.",
  spec: `${SPECIFICATION_URL}#events`,
  check: ({ page }) =>
    page.earlyLinkQueries.map((location) => ({
      ...location,
      message: 'This script queries a monetization link that does not exist yet.',
    })),
};
