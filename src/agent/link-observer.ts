import { mediaOf } from './media-scope.js';

/** What to do when the set of monetization links changes. */
export interface LinkListener {
  /** The link is to be fetched and processed, for the first time or again. */
  process(link: HTMLLinkElement): void;
  /** The link is gone, disabled, changed, or not a monetization link any more. */
  end(link: HTMLLinkElement): void;
}

/**
 * Compares the document's monetization links with those of the last call. Comparing states instead of walking mutation records
 * makes wrappers, moves and changes back and forth within one task come out right.
 */
// https://webmonetization.org/specification/#link-type-monetization
export function createLinkScan(document: Document, { process, end }: LinkListener): () => void {
  // In XHTML by local name, for a link may have a prefix there. happy-dom's documents have no such search.
  const links =
    document.contentType === 'text/html'
      ? document.getElementsByTagName('link')
      : (document.getElementsByTagNameNS(
          'http://www.w3.org/1999/xhtml',
          'link',
        ) as HTMLCollectionOf<HTMLLinkElement>);
  let known = new Map<HTMLLinkElement, Fingerprint>();

  return () => {
    if (links.length === 0 && known.size === 0) return;
    const present = new Map<HTMLLinkElement, Fingerprint>();
    for (const link of links) if (isMonetizationLink(link)) present.set(link, fingerprint(link));

    const former = known;
    known = present;
    for (const [link, print] of former) if (!isSame(present.get(link), print)) end(link);
    for (const [link, print] of present) if (!isSame(former.get(link), print)) process(link);
  };
}

function isMonetizationLink(link: Element): link is HTMLLinkElement {
  return (
    link instanceof HTMLLinkElement &&
    !link.hasAttribute('disabled') &&
    Boolean(link.getAttribute('href')) &&
    MONETIZATION.test(link.rel) &&
    SUPPORTED_TYPE.test(link.type)
  );
}

// A set of tokens, separated by ASCII whitespace.
// https://html.spec.whatwg.org/multipage/links.html#linkTypes
const MONETIZATION = /(^|[\t\n\f\r ])monetization([\t\n\f\r ]|$)/i;

// A link whose type is none that we could read is not fetched.
// https://html.spec.whatwg.org/multipage/semantics.html#processing-the-type-attribute
const SUPPORTED_TYPE = /^\s*(application\/json\s*)?(;|$)/i;

/** What a link is processed for. */
type Fingerprint = readonly [attributes: string, media: Element | null];

function fingerprint(link: HTMLLinkElement): Fingerprint {
  return [JSON.stringify([link.href, link.crossOrigin, link.type]), mediaOf(link)];
}

function isSame(one: Fingerprint | undefined, [attributes, media]: Fingerprint): boolean {
  return one?.[0] === attributes && one[1] === media;
}
