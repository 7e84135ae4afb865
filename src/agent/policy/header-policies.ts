import type { Allowlist } from './allowlist.js';
import { parseSerializedCspList } from './content-security-policy.js';
import type { ContentSecurityPolicy } from './content-security-policy.js';
import { parsePermissionsPolicy } from './permissions-policy-header.js';

export interface HeaderPolicies {
  policies: ContentSecurityPolicy[];
  /** The declared policy: the allowlist of `monetization`, or null when it does not name it. */
  declared: Allowlist | null;
}

export const NO_HEADER_POLICIES: HeaderPolicies = { policies: [], declared: null };

/**
 * A script cannot see the headers that its document came with, so it asks for them again, with one HEAD. Where the browser has kept the
 * document, its cache may answer. What a script cannot know: whether the server answers HEAD as it answered GET, which a document made by
 * POST, a service worker or a session that has changed may prevent. Rejects when there is no good answer: the document came with an error
 * status, or `connect-src` forbids to ask.
 */
export async function fetchHeaderPolicies(view: Window, ask: typeof fetch): Promise<HeaderPolicies> {
  const { ok, headers } = await ask(urlOf(view), {
    method: 'HEAD',
    mode: 'same-origin',
    cache: 'force-cache',
  });
  if (!ok) throw new Error('HEAD');
  return {
    policies: parseSerializedCspList(headers.get('content-security-policy') ?? ''),
    declared: parsePermissionsPolicy(headers.get('permissions-policy') ?? '', view.origin),
  };
}

/** That of the navigation: `pushState` may have changed the document's own since. */
function urlOf({ performance, document }: Window): string {
  return performance.getEntriesByType('navigation')[0]?.name ?? document.URL;
}
