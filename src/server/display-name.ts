/** Longer names would push important text out of view. */
const MAX_CHARACTERS = 60;

/**
 * Control and format characters, including bidirectional and zero-width ones, and letters that render as
 * nothing.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\u115F\u1160\u2800\u3164\uFFA0]/gu;

/**
 * Makes a third party's name safe to display, without invisible or misleading characters. Null if nothing is
 * left.
 */
export function toDisplayName(name: unknown): string | null {
  if (typeof name !== 'string') return null;
  // Normalized, with at most two combining marks per letter, so that no name overlaps adjacent lines.
  const visible = name
    .slice(0, 1000)
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/(\p{M}{2})\p{M}+/gu, '$1')
    .trim();
  const characters = [...visible];
  if (characters.length <= MAX_CHARACTERS) return visible || null;
  return `${characters.slice(0, MAX_CHARACTERS - 1).join('')}…`;
}
