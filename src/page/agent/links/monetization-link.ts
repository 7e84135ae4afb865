/** All `<link>` elements of the document, as a live collection. */
// In XHTML a link may have a namespace prefix, so search by local name there. Not in HTML, because the
// getElementsByTagNameNS of happy-dom fails for a document.
export function findLinks(document: Document): HTMLCollectionOf<HTMLLinkElement> {
  return document.contentType === 'text/html'
    ? document.getElementsByTagName('link')
    : (document.getElementsByTagNameNS(
        'http://www.w3.org/1999/xhtml',
        'link',
      ) as HTMLCollectionOf<HTMLLinkElement>);
}

// https://webmonetization.org/specification/#link-type-monetization
export function isMonetizationLink(link: unknown): link is HTMLLinkElement {
  return (link instanceof HTMLLinkElement &&
    !link.hasAttribute('disabled') &&
    link.getAttribute('href') &&
    MONETIZATION_KEYWORD.test(link.rel) &&
    SUPPORTED_TYPE.test(link.type)) as boolean;
}

// A set of tokens, separated by ASCII whitespace.
// https://html.spec.whatwg.org/multipage/links.html#linkTypes
const MONETIZATION_KEYWORD = /(^|[\t\n\f\r ])monetization([\t\n\f\r ]|$)/i;

// A link with an unsupported type is not fetched.
// https://html.spec.whatwg.org/multipage/semantics.html#processing-the-type-attribute
const SUPPORTED_TYPE = /^\s*(application\/json\s*)?(;|$)/i;
