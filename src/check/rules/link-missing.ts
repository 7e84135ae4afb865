import { type Rule, SPECIFICATION } from '../rule.js';

/** A page without a link is paid by nobody. */
export const linkMissing: Rule = {
  id: 'link-missing',
  fix: 'Write <link rel="monetization" href="https://wallet.example/alice"> into the <head>.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: ({ page, frames }) =>
    page.hasMeta || page.links.length + frames.flatMap(({ links }) => links).length > 0
      ? []
      : [{ message: 'There is no monetization link in this page.' }],
};
