import type { NearMiss } from './observation.js';

const KEYWORD = 'monetization';
const MAX_EDIT_DISTANCE = 3;

/**
 * `rel="web-monetization"`, `rel="monetisation"`, `<a rel="monetization">`, `<meta property="monetization">`:
 * agents ignore these.
 */
export function observeNearMisses(): NearMiss[] {
  return [...document.querySelectorAll('link, a, area, meta')].flatMap((element) => {
    const tag = element.localName;
    if (tag === 'link' && isMonetizationLink(element)) return [];
    const names =
      tag === 'meta' ? ['name', 'property', 'itemprop'] : ['rel', 'rev', 'name', 'type', 'property'];
    for (const attribute of names) {
      const value = element.getAttribute(attribute);
      if (value === null || (tag === 'meta' && attribute === 'name' && value.toLowerCase() === KEYWORD))
        continue;
      if (value.split(/\s+/).some(isSimilar)) return [{ tag, attribute, value }];
    }
    return [];
  });
}

function isMonetizationLink(element: Element): boolean {
  return /(?:^|\s)monetization(?:\s|$)/i.test(element.getAttribute('rel') ?? '');
}

function isSimilar(word: string): boolean {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '');
  return (
    /moneti[sz]/.test(letters) || (letters.length > 8 && editDistance(letters, KEYWORD) <= MAX_EDIT_DISTANCE)
  );
}

/** The Levenshtein distance. */
function editDistance(one: string, other: string): number {
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
