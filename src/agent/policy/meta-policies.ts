import { parseSerializedCspList } from './content-security-policy.js';
import type { ContentSecurityPolicy } from './content-security-policy.js';

/**
 * The policies in the `<meta>` elements of some documents. One that has been seen counts for ever, as it was then. Seen is what is there
 * when a link is processed: what came and went before is missed.
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
