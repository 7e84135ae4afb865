import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** `load` means that the wallet address is valid. Visitors without a wallet get it, too. */
export const unlockOnLoad: CheckRule = {
  id: 'unlock-on-load',
  fix: "Show it in a listener for 'monetization'.",
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page }) =>
    page.unlockedOnLoad.map((element) => ({
      message: `${element} becomes visible with the link’s load event, before any payment.`,
    })),
};
