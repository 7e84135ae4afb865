import fc from 'fast-check';

/** What parsers stumble over: ends, escapes, signs, other alphabets, and names that objects have already. */
const HARMFUL = [
  '', ' ', '\t', '\r\n', '\n', '\0', '"', "'", '\\', '\\u0000', '\\ud800', '/', '//', '?', '#', '@', ':', ';', ',', '=', '*', '(',
  ')', '<', '>', '<!--', '%', '%2f', '%00', '+', '-', '.', '..', '0', '1e9', '9'.repeat(30), '__proto__', 'constructor', 'null',
  '１', 'é', '\ud800', '\u202e', '\ufeff', '💶',
]; // prettier-ignore

/** One change of a text: at a place, some characters are taken out and others put in. */
export interface Edit {
  /** In thousandths of the text's length. */
  readonly at: number;
  readonly out: number;
  readonly put: string;
}

/** One to three changes. @param words of the language that the text is written in. */
export function edits(words: readonly string[] = []): fc.Arbitrary<Edit[]> {
  const edit = fc.record({
    // Not fc.double(), which likes the ends.
    at: fc.nat(999),
    out: fc.oneof(fc.constantFrom(0, 1), fc.nat(20)),
    put: piece(words),
  });
  return fc.array(edit, { minLength: 1, maxLength: 3 });
}

export function applyEdits(text: string, changes: readonly Edit[]): string {
  return changes.reduce((changed, { at, out, put }) => {
    const begin = Math.floor((at * changed.length) / 1_000);
    return changed.slice(0, begin) + put + changed.slice(begin + out);
  }, text);
}

/** Valid texts with something wrong, texts made of the same words, and texts of any characters. */
export function textsLike(valid: readonly string[], words: readonly string[]): fc.Arbitrary<string> {
  const near = fc.tuple(fc.constantFrom(...valid), edits(words));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...valid) },
    { weight: 5, arbitrary: near.map(([text, changes]) => applyEdits(text, changes)) },
    { weight: 3, arbitrary: fc.array(piece(words), { maxLength: 20 }).map((pieces) => pieces.join('')) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  );
}

function piece(words: readonly string[]): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom(...HARMFUL, ...words),
    fc.constantFrom(...HARMFUL, ...words),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );
}
