import type { NearMiss } from './observation.js';

const WORD = 'monetization';
/** So many letters may be wrong. */
const MOST_ERRORS = 3;

/** `rel="web-monetization"`, `rel="monetisation"`, `<a rel="monetization">`, `<meta property="monetization">`: nobody pays these. */
export function observeNearMisses(): NearMiss[] {
  return [...document.querySelectorAll('link, a, area, meta')].flatMap((element) => {
    const tag = element.localName;
    if (tag === 'link' && isLink(element)) return [];
    const names =
      tag === 'meta' ? ['name', 'property', 'itemprop'] : ['rel', 'rev', 'name', 'type', 'property'];
    for (const attribute of names) {
      const value = element.getAttribute(attribute);
      if (value === null || (tag === 'meta' && attribute === 'name' && value.toLowerCase() === WORD))
        continue;
      if (value.split(/\s+/).some(isNear)) return [{ tag, attribute, value }];
    }
    return [];
  });
}

function isLink(element: Element): boolean {
  return /(?:^|\s)monetization(?:\s|$)/i.test(element.getAttribute('rel') ?? '');
}

function isNear(word: string): boolean {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  return /moneti[sz]/.test(letters) || (letters.length > 8 && distance(letters, WORD) <= MOST_ERRORS);
}

/** How many letters to add, take away or change. */
function distance(one: string, other: string): number {
  let last = [...Array(other.length + 1).keys()];
  for (const [row, letter] of [...one].entries()) {
    const next = [row + 1];
    for (const [column, wanted] of [...other].entries()) {
      const changed = (last[column] ?? 0) + Number(letter !== wanted);
      next.push(Math.min(changed, (last[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    last = next;
  }
  return last[other.length] ?? 0;
}
