import { isLocal, lineOfAgent } from '../places.js';
import { type Found, type Rule, SPECIFICATION } from '../rule.js';
import type { Look } from '../look.js';

/** What happens on this page in a browser with the extension, which is not in the one that looks. */
export const otherAgent: Rule = {
  id: 'other-agent',
  fix: 'Leave the attribute out: then wm.js stands aside for the extension, except where no real money can move.',
  spec: `${SPECIFICATION}#conformance`,
  find: (look) => look.page.scripts.flatMap(({ attributes }) => judge(look, attributes)),
};

function judge(look: Look, attributes: Readonly<Record<string, string>>): Found[] {
  const { 'data-provider': provider = '' } = attributes;
  const isSandboxHere = isLocal(look.url) && (provider === 'simulate' || isLocalUrl(provider));
  const line = lineOfAgent(look);
  if ('data-stand-aside' in attributes) {
    if (!isSandboxHere) return [];
    const message = 'With the browser extension installed nobody pays this page (data-stand-aside).';
    return [{ message, severity: 'warning', line }];
  }
  if (!('data-force' in attributes) || isSandboxHere) return [];
  return [{ message: 'With the browser extension installed visitors pay twice (data-force).', line }];
}

function isLocalUrl(url: string): boolean {
  return URL.canParse(url) && isLocal(url);
}
