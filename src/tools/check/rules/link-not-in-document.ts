import { lineOfLink } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** Agents process links in the document, not in shadow trees and templates. */
export const linkNotInDocument: CheckRule = {
  id: 'link-not-in-document',
  fix: 'Move the link to the <head> of the document.',
  spec: `${SPECIFICATION_URL}#link-type-monetization`,
  check: (report) =>
    report.page.links
      .filter(({ placement }) => placement === 'shadow' || placement === 'template')
      .map((link) => ({
        message: `Agents do not process links in a ${link.placement === 'shadow' ? 'shadow tree' : '<template>'}: ${link.href}.`,
        line: lineOfLink(report, link),
      })),
};
