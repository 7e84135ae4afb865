import { type Rule, SPECIFICATION } from '../rule.js';

/** Who looks for the link before it is there listens to nothing. */
export const linkAskedTooEarly: Rule = {
  id: 'link-asked-too-early',
  fix: "Listen at the window, where every payment comes by: addEventListener('monetization', …). Or put the link before the script.",
  spec: `${SPECIFICATION}#events`,
  find: ({ page }) =>
    page.missedLinks.map((place) => ({
      ...place,
      message: 'This script looks for a monetization link that is not there yet.',
    })),
};
