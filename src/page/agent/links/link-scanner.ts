import { closestMediaElement } from './media-scope.js';
import { findLinks, isMonetizationLink } from './monetization-link.js';

/** The sessions of the links that the scan finds. */
export interface LinkSessions {
  initiateSession(linkElement: Element, href: string): void;
  endSession(linkElement: Element): void;
}

/**
 * Returns a scan that initiates a session for each monetization link, and ends it when the link has been
 * removed, disabled or changed. It compares the document's monetization links with those of the previous
 * scan. Comparing states instead of evaluating mutation records also handles wrapped links, moved links, and
 * changes that are undone within one task.
 */
// https://webmonetization.org/specification/#link-type-monetization
export function createLinkScanner(document: Document, sessions: LinkSessions): () => void {
  const links = findLinks(document);
  let known = new Map<HTMLLinkElement, Fingerprint>();

  return () => {
    if (links.length === 0 && known.size === 0) return;
    const present = new Map<HTMLLinkElement, Fingerprint>();
    for (const link of links) if (isMonetizationLink(link)) present.set(link, fingerprint(link));

    const previous = known;
    known = present;
    for (const [link, print] of previous)
      if (!isSameFingerprint(present.get(link), print)) sessions.endSession(link);
    for (const [link, print] of present)
      if (!isSameFingerprint(previous.get(link), print)) sessions.initiateSession(link, link.href);
  };
}

/** A link is processed again when its fingerprint changes. */
type Fingerprint = readonly [attributes: string, media: Element | null];

function fingerprint(link: HTMLLinkElement): Fingerprint {
  return [JSON.stringify([link.href, link.crossOrigin, link.type]), closestMediaElement(link)];
}

function isSameFingerprint(one: Fingerprint | undefined, [attributes, media]: Fingerprint): boolean {
  return one?.[0] === attributes && one[1] === media;
}
