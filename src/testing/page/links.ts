const SELECTOR = 'link[rel~="monetization" i][href], meta[name="monetization" i][content]';

/** What an agent would pay in this document, as URLs where it has one. */
export function linksOf(document: Document): string[] {
  return [...document.querySelectorAll<HTMLLinkElement>(SELECTOR)]
    .filter((link) => !link.hasAttribute('disabled'))
    .map(({ href }) => href ?? '');
}

export function hasLink(document: Document, wanted: string | null): boolean {
  const links = linksOf(document);
  return wanted === null ? links.length > 0 : links.includes(wanted);
}

/** Says that a link is missing, and which there are. */
export function noLink(document: Document, wanted: string | null): string {
  const links = linksOf(document);
  const what = wanted === null ? 'monetization link' : `monetization link to ${wanted}`;
  const known =
    links.length > 0 ? `it has ${links.join(', ')}` : 'expected <link rel="monetization" href="…">';
  return `The page has no ${what}: ${known}.`;
}
