import { type Rule, SPECIFICATION } from '../rule.js';

/** `load` says that the wallet address is one. Visitors without a wallet get it, too. */
export const unlockOnLoad: Rule = {
  id: 'unlock-on-load',
  fix: "Show it in a listener to 'monetization'.",
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page }) =>
    page.unlocked.map((element) => ({
      message: `${element} becomes visible with the link’s load event, before anything is paid.`,
    })),
};
