/** The attributes of the script tag with their allowed values; null: any value. */
export const SCRIPT_ATTRIBUTES: Readonly<Record<string, readonly string[] | null>> = {
  'data-provider': null,
  'data-amount-sent': ['sender', 'receiver'],
  'data-policy': ['headers'],
  'data-force': null,
  'data-passive': null,
  'data-simulate-on': null,
  'data-base': null,
};

/**
 * The known attribute that the misspelt `name` probably means, or null. Other `data-*` attributes belong to
 * the page and its tools (frameworks, consent managers, optimisers), so only near misses count.
 */
export function suggestAttribute(name: string): string | null {
  if (!name.startsWith('data-') || name in SCRIPT_ATTRIBUTES) return null;
  if (normalizeName(name) === 'simulate') return 'data-provider="simulate"';
  const isNear = (known: string): boolean =>
    editDistance(normalizeName(name), normalizeName(known)) <= (normalizeName(known).length > 8 ? 2 : 1);
  return Object.keys(SCRIPT_ATTRIBUTES).find(isNear) ?? null;
}

/** Authors often omit or add the prefix and the hyphens. */
function normalizeName(name: string): string {
  return name.replace(/^data-(wm-)?/, '').replaceAll('-', '');
}

/** Insertions, deletions and substitutions. A transposition of two adjacent letters counts once. */
// https://en.wikipedia.org/wiki/Damerau%E2%80%93Levenshtein_distance#Optimal_string_alignment_distance
function editDistance(one: string, other: string): number {
  // Bounds the cost for long names.
  if (Math.abs(one.length - other.length) > 2) return 3;
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const at = (up: number, left: number): number => (up === 0 ? row : rows[i - up])?.[j - left] ?? 0;
      const change = one[i - 1] === other[j - 1] ? 0 : 1;
      let min = Math.min(at(1, 0) + 1, at(0, 1) + 1, at(1, 1) + change);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        min = Math.min(min, at(2, 2) + 1);
      row.push(min);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
