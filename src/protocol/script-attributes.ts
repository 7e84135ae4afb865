/** The attributes of the script tag, each with its values where only some have a meaning. */
export const SCRIPT_ATTRIBUTES: Readonly<Record<string, readonly string[] | null>> = {
  'data-provider': null,
  'data-amount-sent': ['sender', 'receiver'],
  'data-policy': ['headers'],
  'data-force': null,
  'data-stand-aside': null,
  'data-simulate-on': null,
};

/**
 * The attribute that somebody who wrote `name` seems to have meant, or null. `data-*` belongs to the page and its tools: what frameworks,
 * consent managers and optimisers put on the tag is none of ours.
 */
export function attributeMeantBy(name: string): string | null {
  if (!name.startsWith('data-') || name in SCRIPT_ATTRIBUTES) return null;
  if (bare(name) === 'simulate') return 'data-provider="simulate"';
  const isNear = (known: string): boolean =>
    distance(bare(name), bare(known)) <= (bare(known).length > 8 ? 2 : 1);
  return Object.keys(SCRIPT_ATTRIBUTES).find(isNear) ?? null;
}

/** Without what people leave out, or put in. */
function bare(name: string): string {
  return name.replace(/^data-(wm-)?/, '').replaceAll('-', '');
}

/** How many letters to insert, to delete or to change; two that have changed places count once. */
// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
function distance(one: string, other: string): number {
  // Names are short, and those that are not are none of ours.
  if (Math.abs(one.length - other.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const at = (up: number, left: number): number => (up === 0 ? row : rows[i - up])?.[j - left] ?? 0;
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      let least = Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + change);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, at(2, 2) + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
