import type { LegacyContext } from './legacy-context.js';
import { resolvePaymentPointer } from './resolve-payment-pointer.js';

export function isMetaElement(element: Element): boolean {
  return element instanceof HTMLMetaElement;
}

/**
 * Returns a scan that compares the head's `<meta name="monetization">` with that of the previous scan. Only
 * the first one is used, and none if the page has a monetization link.
 */
export function createMetaScanner(agent: LegacyContext, warnOnce: (message: string) => void): () => void {
  const { sessions } = agent;
  let known: Element | null = null;
  let content = '';

  return () => {
    const metas = document.head?.querySelectorAll('meta[name="monetization" i][content]') ?? [];
    const hasLinks = [...sessions.byLink.keys()].some((element) => !isMetaElement(element));
    const [first = null, second] = metas;
    if (hasLinks && first)
      warnOnce('The page has a monetization link, so <meta name="monetization"> is ignored.');
    else if (second) warnOnce('The page has several <meta name="monetization">. Only the first one is used.');

    const present = hasLinks ? null : first;
    const newContent = present?.getAttribute('content')?.trim() ?? '';
    if (present === known && newContent === content) return;
    const previous = known;
    known = present;
    content = newContent;
    if (previous) sessions.endSession(previous);
    // A pointer that does not resolve becomes a session with an error.
    if (present && newContent)
      sessions.initiateSession(present, resolvePaymentPointer(newContent) ?? newContent);
  };
}
