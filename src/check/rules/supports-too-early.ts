import { type Rule, SPECIFICATION } from '../rule.js';

/** Who asks before the script has run is told no. */
export const supportsTooEarly: Rule = {
  id: 'supports-too-early',
  fix: 'Put the script with data-provider before every other one.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page }) =>
    page.scripts.length === 0
      ? []
      : page.questions
          .filter(({ tooEarly }) => tooEarly)
          .map(({ place }) => ({
            ...place,
            message: 'This script asks relList.supports() before the script with data-provider has run.',
          })),
};
