import { lineOfLink, seenLinks } from '../places.js';
import { EXTENSION, type Rule } from '../rule.js';

/** `rel` is a list of words to browsers, and one word to the extension. */
export const relExact: Rule = {
  id: 'rel-exact',
  fix: 'Write rel="monetization", and a <link> of its own for anything else.',
  spec: `${EXTENSION}services/monetizationLinkManager.ts`,
  find: (look) =>
    seenLinks(look)
      .filter(({ rel }) => rel !== 'monetization')
      .map((link) => ({
        message: `The browser extension does not see rel="${link.rel}".`,
        line: lineOfLink(look, link),
      })),
};
