import { lineOfAgent } from '../places.js';
import { type Rule, SPECIFICATION } from '../rule.js';

/** The page's own policy keeps out the script that pays, or the provider that it speaks to. */
export const cspBlocks: Rule = {
  id: 'csp-blocks',
  fix: 'Add the script’s origin to script-src, and the provider’s to connect-src.',
  spec: `${SPECIFICATION}#content-security-policy-integration`,
  find: (look) =>
    look.page.violations.flatMap(({ directive, blocked }) => {
      const ours = look.page.scripts.flatMap(({ src, attributes }) => [src, attributes['data-provider']]);
      // Of an agent in a bundle no tag says whom it speaks to.
      if (![...ours, look.page.provider].some((url) => isSameOrigin(url, blocked))) return [];
      return [
        { message: `The Content-Security-Policy (${directive}) blocks ${blocked}.`, line: lineOfAgent(look) },
      ];
    }),
};

/** Of what is blocked elsewhere browsers tell the origin at least. */
function isSameOrigin(url: string | null | undefined, other: string): boolean {
  if (typeof url !== 'string' || !URL.canParse(url) || !URL.canParse(other)) return false;
  return new URL(url).origin === new URL(other).origin;
}
