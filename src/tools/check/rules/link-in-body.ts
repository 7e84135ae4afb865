import { lineOfLink } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/**
 * By the specification, agents pay documents through links in the head, and media through links inside the
 * element.
 */
export const linkInBody: CheckRule = {
  id: 'link-in-body',
  fix: 'Move it to the <head>, or into the <audio> or <video> that it belongs to.',
  spec: `${SPECIFICATION_URL}flows/#dfn-initiate-document-wide-sessions`,
  check: (report) =>
    report.page.links
      .filter(({ placement }) => placement === 'body')
      .map((link) => ({
        message: `A monetization link in the <body> is invalid HTML, and some agents do not pay it: ${link.href}.`,
        severity: 'warning' as const,
        line: lineOfLink(report, link),
      })),
};
