import fc from 'fast-check';

/**
 * Fragments that parsers often handle wrongly: ends, escapes, signs, other alphabets, and names of built-in
 * properties.
 */
const HOSTILE_FRAGMENTS = [
  '', ' ', '\t', '\r\n', '\n', '\0', '"', "'", '\\', '\\u0000', '\\ud800', '/', '//', '?', '#', '@', ':', ';', ',', '=', '*', '(',
  ')', '<', '>', '<!--', '%', '%2f', '%00', '+', '-', '.', '..', '0', '1e9', '9'.repeat(30), '__proto__', 'constructor', 'null',
  '１', 'é', '\ud800', '\u202e', '\ufeff', '💶',
]; // prettier-ignore

/** One edit of a text: at a position, it removes some characters and inserts others. */
export interface Edit {
  /** In thousandths of the text's length. */
  readonly at: number;
  readonly deleteCount: number;
  readonly insertText: string;
}

/**
 * One to three edits.
 * @param words of the input language.
 */
export function edits(words: readonly string[] = []): fc.Arbitrary<Edit[]> {
  const edit = fc.record({
    // Not fc.double(), which prefers the ends of its range.
    at: fc.nat(999),
    deleteCount: fc.oneof(fc.constantFrom(0, 1), fc.nat(20)),
    insertText: fragment(words),
  });
  return fc.array(edit, { minLength: 1, maxLength: 3 });
}

export function applyEdits(text: string, changes: readonly Edit[]): string {
  return changes.reduce((changed, { at, deleteCount, insertText }) => {
    const begin = Math.floor((at * changed.length) / 1_000);
    return changed.slice(0, begin) + insertText + changed.slice(begin + deleteCount);
  }, text);
}

/** Valid texts with edits, texts of words from the dictionary, and texts of random characters. */
export function textsLike(valid: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const near = fc.tuple(fc.constantFrom(...valid), edits(words));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...valid) },
    { weight: 5, arbitrary: near.map(([text, changes]) => applyEdits(text, changes)) },
    { weight: 3, arbitrary: fc.array(fragment(words), { maxLength: 20 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  );
}

function fragment(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...HOSTILE_FRAGMENTS, ...words),
    fc.constantFrom(...HOSTILE_FRAGMENTS, ...words),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
}
