import { lineOfAgent } from '../source/source-locations.js';
import { type CheckRule, SPECIFICATION_URL } from './rule.js';

/** The page's Content-Security-Policy blocks the agent's script or its provider. */
export const cspBlocks: CheckRule = {
  id: 'csp-blocks',
  fix: 'Add the script’s origin to script-src, and the provider’s to connect-src.',
  spec: `${SPECIFICATION_URL}#content-security-policy-integration`,
  check: (report) =>
    report.page.violations.flatMap(({ directive, blocked }) => {
      const ownUrls = report.page.scripts.flatMap(({ src, attributes }) => [
        src,
        attributes['data-provider'],
      ]);
      // For a bundled agent, no script tag names the provider.
      if (![...ownUrls, report.page.provider].some((url) => isSameOrigin(url, blocked))) return [];
      return [
        {
          message: `The Content-Security-Policy (${directive}) blocks ${blocked}.`,
          line: lineOfAgent(report),
        },
      ];
    }),
};

/** For blocked cross-origin requests, browsers report only the origin. */
function isSameOrigin(url: string | null | undefined, other: string): boolean {
  if (typeof url !== 'string' || !URL.canParse(url) || !URL.canParse(other)) return false;
  return new URL(url).origin === new URL(other).origin;
}
