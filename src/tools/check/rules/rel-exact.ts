import { lineOfLink, visibleLinks } from '../source/source-locations.js';
import { EXTENSION_SOURCE_URL, type CheckRule } from './rule.js';

/** Browsers treat `rel` as a list of tokens, the extension as one token. */
export const relExact: CheckRule = {
  id: 'rel-exact',
  fix: 'Use rel="monetization", and a separate <link> for other relations.',
  spec: `${EXTENSION_SOURCE_URL}services/monetizationLinkManager.ts`,
  check: (report) =>
    visibleLinks(report)
      .filter(({ rel }) => rel !== 'monetization')
      .map((link) => ({
        message: `The browser extension does not support rel="${link.rel}".`,
        line: lineOfLink(report, link),
      })),
};
