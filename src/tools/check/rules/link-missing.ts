import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** A page without a link receives no payments. */
export const linkMissing: CheckRule = {
  id: 'link-missing',
  fix: 'Add <link rel="monetization" href="https://wallet.example/alice"> to the <head>.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: ({ page, frames }) =>
    // Other rules report the deprecated and misspelt forms.
    page.hasMeta ||
    page.nearMisses.length + page.links.length + frames.flatMap(({ links }) => links).length > 0
      ? []
      : [{ message: 'This page has no monetization link.' }],
};
