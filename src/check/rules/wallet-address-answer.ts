import { addScheme } from '../add-scheme.js';
import { lineOfLink, seenLinks } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** A wallet address answers with its details, as JSON. */
export const walletAddressAnswer: Rule = {
  id: 'wallet-address-answer',
  fix: 'Check the spelling, and ask the wallet: curl -H "accept: application/json" URL',
  spec: `${SPECIFICATION}#link-type-monetization`,
  find: (look) =>
    seenLinks(look).flatMap((link) => {
      // Without its scheme it is another's URL, and of that another rule says more.
      const isMeant = addScheme(link.href ?? '', look.url) === null;
      const wrong = link.url !== null && isMeant ? look.wallets.get(link.url) : null;
      return wrong
        ? [{ message: `The wallet address ${link.url} ${wrong}.`, line: lineOfLink(look, link) }]
        : [];
    }),
};
