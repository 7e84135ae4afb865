import { addScheme } from '../targets/add-scheme.js';
import { lineOfLink, visibleLinks } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** A wallet address responds with its details as JSON. */
export const walletAddressResponse: CheckRule = {
  id: 'wallet-address-response',
  fix: 'Check the spelling, and test it with: curl -H "accept: application/json" URL',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: (report) =>
    visibleLinks(report).flatMap((link) => {
      // Without its scheme it is a relative URL, which another rule reports.
      const hasScheme = addScheme(link.href ?? '', report.url) === null;
      const problem = link.url !== null && hasScheme ? report.walletProblems.get(link.url) : null;
      return problem
        ? [{ message: `The wallet address ${link.url} ${problem}.`, line: lineOfLink(report, link) }]
        : [];
    }),
};
