import { lineOfLink } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** Agents look at the document, not into shadow trees and templates. */
export const linkUnseen: Rule = {
  id: 'link-unseen',
  fix: 'Put the link into the <head> of the document.',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: (look) =>
    look.page.links
      .filter(({ where }) => where === 'shadow' || where === 'template')
      .map((link) => ({
        message: `No agent sees a link in a ${link.where === 'shadow' ? 'shadow tree' : '<template>'}: ${link.href}.`,
        line: lineOfLink(look, link),
      })),
};
