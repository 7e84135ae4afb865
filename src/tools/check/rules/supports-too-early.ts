import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Before the script has run, `supports()` returns false. */
export const supportsTooEarly: CheckRule = {
  id: 'supports-too-early',
  fix: 'Put the script with data-provider before all other scripts.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page }) =>
    page.scripts.length === 0
      ? []
      : page.supportQueries
          .filter(({ tooEarly }) => tooEarly)
          .map(({ location }) => ({
            ...location,
            message: 'This script calls relList.supports() before the script with data-provider has run.',
          })),
};
