import { type Rule, SPECIFICATION } from '../rule.js';

/** A page without a link is paid by nobody. */
export const linkMissing: Rule = {
  id: 'link-missing',
  fix: 'Write <link rel="monetization" href="https://wallet.example/alice"> into the <head>.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page, frames }) =>
    // Of what was meant to be one another rule says more.
    page.hasMeta ||
    page.nearMisses.length + page.links.length + frames.flatMap(({ links }) => links).length > 0
      ? []
      : [{ message: 'There is no monetization link in this page.' }],
};
