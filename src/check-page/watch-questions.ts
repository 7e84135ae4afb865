import type { Place, Question } from './observation.js';
import { callingPlace } from './place.js';

/** Notes when and where the page reads `relList` of a `<link>`: to ask `supports()`. */
export function watchQuestions(): () => Question[] {
  const questions: Question[] = [];
  let completeAt: number | undefined;
  document.addEventListener('DOMContentLoaded', () => (completeAt = performance.now()), { once: true });
  const native = Object.getOwnPropertyDescriptor(HTMLLinkElement.prototype, 'relList');
  Object.defineProperty(HTMLLinkElement.prototype, 'relList', {
    ...native,
    get(this: HTMLLinkElement): DOMTokenList {
      const place = callingPlace();
      const at = completeAt === undefined ? -1 : performance.now() - completeAt;
      if (place) questions.push({ at, tooEarly: !('MonetizationEvent' in globalThis), place });
      return native?.get?.call(this) as DOMTokenList;
    },
  });
  return () => questions;
}

/** Notes where a monetization link is looked for and not found. @returns those whose link has come since. */
export function watchMissedLinks(): () => Place[] {
  const missed: { selector: string; place: Place }[] = [];
  const note = (selector: unknown, found: boolean) => {
    if (found || typeof selector !== 'string' || !/link.*monetization/i.test(selector)) return;
    const place = callingPlace();
    if (place) missed.push({ selector, place });
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
    missed.filter(({ selector }) => querySelector.call(document, selector)).map(({ place }) => place);
}
