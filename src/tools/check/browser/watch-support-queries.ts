import type { SourceLocation, SupportQuery } from './observation.js';
import { getCallerLocation } from './caller-location.js';

/** Records when and where the page reads `relList` of a `<link>`, which it does to call `supports()`. */
export function watchSupportQueries(): () => SupportQuery[] {
  const queries: SupportQuery[] = [];
  let completeAt: number | undefined;
  document.addEventListener('DOMContentLoaded', () => (completeAt = performance.now()), { once: true });
  const native = Object.getOwnPropertyDescriptor(HTMLLinkElement.prototype, 'relList');
  Object.defineProperty(HTMLLinkElement.prototype, 'relList', {
    ...native,
    get(this: HTMLLinkElement): DOMTokenList {
      const location = getCallerLocation();
      const elapsedMs = completeAt === undefined ? -1 : performance.now() - completeAt;
      if (location) queries.push({ elapsedMs, tooEarly: !('MonetizationEvent' in globalThis), location });
      return native?.get?.call(this) as DOMTokenList;
    },
  });
  return () => queries;
}

/** Records unsuccessful queries for a monetization link. @returns the queries whose link was added later. */
export function watchEarlyLinkQueries(): () => SourceLocation[] {
  const queries: { selector: string; location: SourceLocation }[] = [];
  const note = (selector: unknown, found: boolean) => {
    if (found || typeof selector !== 'string' || !/link.*monetization/i.test(selector)) return;
    const location = getCallerLocation();
    if (location) queries.push({ selector, location });
  };
  const { querySelector, querySelectorAll } = Document.prototype;
  Document.prototype.querySelector = function (this: Document, selector: string) {
    const element = querySelector.call(this, selector);
    note(selector, element !== null);
    return element;
  };
  Document.prototype.querySelectorAll = function (this: Document, selector: string) {
    const elements = querySelectorAll.call(this, selector);
    note(selector, elements.length > 0);
    return elements;
  } as typeof querySelectorAll;
  return () =>
    queries.filter(({ selector }) => querySelector.call(document, selector)).map(({ location }) => location);
}
