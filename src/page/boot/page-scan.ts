import { createElementLoader, type ElementFile } from '../agent/core/element-loader.js';
import { findLinks, isMonetizationLink } from '../agent/links/monetization-link.js';

export interface PageScan {
  /** Looks for what is new in the document. */
  update(): void;
  /** The monetization links that the document has now. */
  links(): HTMLLinkElement[];
}

/**
 * Calls `onFound` for each new monetization link and `<meta name="monetization">`, and `onElement` once for
 * each file of `<wm-status>` and `<wm-flow>`. Reads live collections: a page that has none of these pays only
 * for a look at their lengths.
 */
export function createPageScan(
  document: Document,
  onFound: (element: Element) => void,
  onElement: (name: ElementFile) => void,
): PageScan {
  const all = findLinks(document);
  const metas = document.getElementsByTagName('meta');
  const scanElements = createElementLoader(document, onElement);
  const known = new WeakSet<Element>();
  const add = (element: Element): void => {
    if (!known.has(element)) onFound(element);
    known.add(element);
  };
  const links = (): HTMLLinkElement[] => [...all].filter(isMonetizationLink);
  return {
    update() {
      links().forEach(add);
      for (const meta of metas) if (/^monetization$/i.test(meta.name)) add(meta);
      scanElements();
    },
    links,
  };
}
