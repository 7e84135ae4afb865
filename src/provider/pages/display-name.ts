/** Longer names push what matters out of sight. */
const MOST_CHARACTERS = 60;

/** Control and format characters, among them everything that turns text around or takes no room, and letters that look like nothing. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/** A name that somebody else chose, fit to be shown: what is seen is what it says. Null when nothing is left of it. */
export function displayName(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  // Normalised and with at most two marks on a letter, so that none grows over the lines around it.
  const visible = name
    .slice(0, 1000)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  const characters = [...visible];
  if (characters.length <= MOST_CHARACTERS) return visible || null;
  return `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…`;
}
