import { parseSerializedCspList, type ContentSecurityPolicy } from './content-security-policy.js';

/**
 * Returns a function that collects the policies in `<meta>` elements. A policy stays in force once it has
 * been collected, even if its element changes or is removed. A policy that was removed before the first link
 * was processed is missed.
 */
// https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy
export function createMetaPolicies(views: readonly Window[]): () => ContentSecurityPolicy[] {
  const seen = new Map<Element, ContentSecurityPolicy[]>();
  return () => {
    for (const { document } of views) {
      for (const meta of document.querySelectorAll(
        'head > meta[http-equiv="content-security-policy" i][content]',
      )) {
        if (!seen.has(meta)) seen.set(meta, parseSerializedCspList(meta.getAttribute('content') ?? ''));
      }
    }
    return [...seen.values()].flat();
  };
}
