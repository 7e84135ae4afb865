import type { ObservedLink } from './observation.js';

const shadowRoots = new Set<ShadowRoot>();

/** Closed shadow roots are recorded at creation, because they are not accessible later. */
export function trackShadowRoots(): void {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    shadowRoots.add(root);
    return root;
  };
}

/**
 * All monetization links of this document, also in shadow trees and templates, where agents do not find them.
 */
export function observeLinks(): ObservedLink[] {
  for (const element of document.querySelectorAll('*')) {
    if (element.shadowRoot) shadowRoots.add(element.shadowRoot);
  }
  return [
    ...monetizationLinksIn(document).map((link) => toObservedLink(link, placementOf(link))),
    ...[...shadowRoots].flatMap((root) =>
      monetizationLinksIn(root).map((link) => toObservedLink(link, 'shadow')),
    ),
    ...[...document.querySelectorAll('template')].flatMap(({ content }) =>
      monetizationLinksIn(content).map((link) => toObservedLink(link, 'template')),
    ),
  ];
}

/** The links that an agent pays. */
export function enabledLinks(): HTMLLinkElement[] {
  return monetizationLinksIn(document).filter((link) => !link.hasAttribute('disabled'));
}

function monetizationLinksIn(root: ParentNode): HTMLLinkElement[] {
  const links = [...root.querySelectorAll<HTMLLinkElement>('link[rel]')];
  return links.filter(({ rel }) => /(?:^|\s)monetization(?:\s|$)/i.test(rel));
}

function placementOf(link: HTMLLinkElement): ObservedLink['placement'] {
  if (link.closest('audio, video, picture')) return 'media';
  return link.closest('head') ? 'head' : 'body';
}

function toObservedLink(link: HTMLLinkElement, placement: ObservedLink['placement']): ObservedLink {
  const href = link.getAttribute('href');
  return {
    ...{ rel: link.getAttribute('rel') ?? '', href, placement, disabled: link.hasAttribute('disabled') },
    url: href !== null && URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI).href : null,
  };
}
