import { lineOfLink } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** The specification's agents pay for a document by the links of its head, for media by those inside. */
export const linkInBody: Rule = {
  id: 'link-in-body',
  fix: 'Put it into the <head>, or inside the <audio> or <video> that it is for.',
  spec: `${SPECIFICATION}flows/#dfn-initiate-document-wide-sessions`,
  find: (look) =>
    look.page.links
      .filter(({ where }) => where === 'body')
      .map((link) => ({
        message: `A monetization link in the <body> is not paid by every agent, and is not valid HTML: ${link.href}.`,
        severity: 'warning' as const,
        line: lineOfLink(look, link),
      })),
};
