import type { Allowlist } from './allowlist.js';
import { parseSerializedCspList, type ContentSecurityPolicy } from './content-security-policy.js';
import { parsePermissionsPolicy } from './permissions-policy-header.js';

export interface HeaderPolicies {
  policies: ContentSecurityPolicy[];
  /** The allowlist of `monetization` in the Permissions-Policy header, or null without one. */
  declared: Allowlist | null;
}

export const NO_HEADER_POLICIES: HeaderPolicies = { policies: [], declared: null };

/**
 * Fetches the document's headers with a `HEAD` request, because a script cannot read them. The browser cache
 * may answer. Limitation: the response to `HEAD` may differ from the original one, for example after a
 * `POST`, behind a service worker, or when the visitor's session has changed.
 * @throws if the response has an error status, or if `connect-src` blocks the request.
 */
export async function fetchHeaderPolicies(view: Window, fetchImpl: typeof fetch): Promise<HeaderPolicies> {
  const { ok, headers } = await fetchImpl(urlOf(view), {
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

/** The URL of the navigation, because `pushState` may have changed `document.URL` since. */
function urlOf({ performance, document }: Window): string {
  return performance.getEntriesByType('navigation')[0]?.name ?? document.URL;
}
