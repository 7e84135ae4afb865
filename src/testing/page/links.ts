const LINK_SELECTOR = 'link[rel~="monetization" i][href], meta[name="monetization" i][content]';

/** The URLs of the links that an agent would pay in this document. */
export function monetizationHrefs(document: Document): string[] {
  return [...document.querySelectorAll<HTMLLinkElement>(LINK_SELECTOR)]
    .filter((link) => !link.hasAttribute('disabled'))
    .map(({ href }) => href ?? '');
}

export function hasLink(document: Document, link: string | null): boolean {
  const links = monetizationHrefs(document);
  return link === null ? links.length > 0 : links.includes(link);
}

/** The error message for a missing link, with the existing links. */
export function missingLinkMessage(document: Document, link: string | null): string {
  const links = monetizationHrefs(document);
  const expected = link === null ? 'monetization link' : `monetization link to ${link}`;
  const known =
    links.length > 0 ? `it has ${links.join(', ')}` : 'expected <link rel="monetization" href="…">';
  return `The page has no ${expected}: ${known}.`;
}
