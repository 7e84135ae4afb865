import { addScheme } from '../add-scheme.js';
import { isLocal, lineOfLink, seenLinks } from '../places.js';
import { EXTENSION, type Found, type Rule } from '../rule.js';

/** The browser extension takes an https URL without anything before or behind its host and path. */
export const walletAddressUrl: Rule = {
  id: 'wallet-address-url',
  fix: 'Write an absolute https URL such as https://wallet.example/alice, without port, query, fragment or user name.',
  spec: `${EXTENSION}services/monetizationLinkManager.ts`,
  find: (look) =>
    seenLinks(look).flatMap((link): Found[] => {
      const line = lineOfLink(look, link);
      const meant = addScheme(link.href ?? '', look.url);
      if (meant !== null) {
        const message = `href="${link.href}" is no wallet address: its scheme is missing.`;
        return [{ message, fix: `Write href="${meant}".`, line }];
      }
      const wrong = whatIsWrong(link.url, link.href);
      if (!wrong) return [];
      // The sandbox's own wallets are so; on a page of this machine that is how it is meant.
      const isSandbox = link.url !== null && isLocal(link.url) && isLocal(look.url);
      const refused = `The browser extension refuses href="${link.href}": ${wrong}.`;
      return [
        {
          message: isSandbox
            ? `${refused} On this machine wm.js pays it, also beside the extension.`
            : refused,
          severity: isSandbox ? ('warning' as const) : ('problem' as const),
          line,
        },
      ];
    }),
};

function whatIsWrong(url: string | null, href: string | null): string | null {
  if (url === null || !href?.trim()) return 'it is no URL';
  if (/^\s*\$/.test(href)) return 'it is a payment pointer';
  const { protocol, port, search, hash, username, password } = new URL(url);
  if (protocol !== 'https:' && !URL.canParse(href))
    return `it is relative to this page, which is ${protocol}`;
  if (protocol !== 'https:') return `it is ${protocol}, not https:`;
  if (port) return `it has the port ${port}`;
  if (search || hash) return `it has ${search ? 'a query' : 'a fragment'}`;
  return username || password ? 'it has a user name' : null;
}
