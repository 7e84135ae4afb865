import type { ObservedLink } from './observation.js';

const shadows = new Set<ShadowRoot>();

/** Closed shadow trees are remembered when they are made: nobody gives them out later. */
export function rememberShadows(): void {
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    shadows.add(root);
    return root;
  };
}

/** Every monetization link of this document, those that nobody will see included. */
export function observeLinks(): ObservedLink[] {
  for (const element of document.querySelectorAll('*')) {
    if (element.shadowRoot) shadows.add(element.shadowRoot);
  }
  return [
    ...linksOf(document).map((link) => describe(link, placeOf(link))),
    ...[...shadows].flatMap((root) => linksOf(root).map((link) => describe(link, 'shadow'))),
    ...[...document.querySelectorAll('template')].flatMap(({ content }) =>
      linksOf(content).map((link) => describe(link, 'template')),
    ),
  ];
}

/** Those that an agent pays. */
export function payableLinks(): HTMLLinkElement[] {
  return linksOf(document).filter((link) => !link.hasAttribute('disabled'));
}

function linksOf(root: ParentNode): HTMLLinkElement[] {
  const links = [...root.querySelectorAll<HTMLLinkElement>('link[rel]')];
  return links.filter(({ rel }) => /(?:^|\s)monetization(?:\s|$)/i.test(rel));
}

function placeOf(link: HTMLLinkElement): ObservedLink['where'] {
  if (link.closest('audio, video, picture')) return 'media';
  return link.closest('head') ? 'head' : 'body';
}

function describe(link: HTMLLinkElement, where: ObservedLink['where']): ObservedLink {
  const href = link.getAttribute('href');
  return {
    ...{ rel: link.getAttribute('rel') ?? '', href, where, disabled: link.hasAttribute('disabled') },
    url: href !== null && URL.canParse(href, document.baseURI) ? new URL(href, document.baseURI).href : null,
  };
}
