import { addScheme } from '../targets/add-scheme.js';
import { isLocalUrl } from '../../../protocol/loopback.js';
import { lineOfLink, visibleLinks } from '../source/source-locations.js';
import { EXTENSION_SOURCE_URL, type RuleFinding, type CheckRule } from './rule.js';

/** The browser extension accepts only an https URL with nothing but a host and a path. */
export const walletAddressUrl: CheckRule = {
  id: 'wallet-address-url',
  fix: 'Use an absolute https URL such as https://wallet.example/alice, without port, query, fragment or user name.',
  spec: `${EXTENSION_SOURCE_URL}services/monetizationLinkManager.ts`,
  check: (report) =>
    visibleLinks(report).flatMap((link): RuleFinding[] => {
      const line = lineOfLink(report, link);
      const intendedUrl = addScheme(link.href ?? '', report.url);
      if (intendedUrl !== null) {
        const message = `href="${link.href}" is not a wallet address: its scheme is missing.`;
        return [{ message, fix: `Use href="${intendedUrl}".`, line }];
      }
      const problem = findUrlProblem(link.url, link.href);
      if (!problem) return [];
      // The sandbox's wallets have such URLs, which is intended on a local page.
      const isSandbox = link.url !== null && isLocalUrl(link.url) && isLocalUrl(report.url);
      const rejection = `The browser extension rejects href="${link.href}": ${problem}.`;
      return [
        {
          message: isSandbox
            ? `${rejection} On this machine wm.js pays it, even if the extension is installed.`
            : rejection,
          severity: isSandbox ? ('warning' as const) : ('problem' as const),
          line,
        },
      ];
    }),
};

function findUrlProblem(url: string | null, href: string | null): string | null {
  if (url === null || !href?.trim()) return 'it is not a URL';
  if (/^\s*\$/.test(href)) return 'it is a payment pointer';
  const { protocol, port, search, hash, username, password } = new URL(url);
  if (protocol !== 'https:' && !URL.canParse(href))
    return `it is relative to this page, which is ${protocol}`;
  if (protocol !== 'https:') return `it is ${protocol}, not https:`;
  if (port) return `it has the port ${port}`;
  if (search || hash) return `it has ${search ? 'a query' : 'a fragment'}`;
  return username || password ? 'it has a user name' : null;
}
