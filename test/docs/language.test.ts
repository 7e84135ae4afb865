import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GUIDES, readDocument } from './documents.js';

/** Words of old texts that have a plain equivalent. */
const AVOIDED =
  /\b(?:anew|nobody|somebody else|whoever|is told|are told|was told|be told|stands? aside|at whatever|heed(?:s|ed)?|so-manieth|hear of it)\b/i;
const LONGEST_SENTENCE = 30;

test('the documents use plain words', () => {
  const found = GUIDES.flatMap((path) =>
    readDocument(path)
      .split('\n')
      .flatMap((line, index) => (AVOIDED.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
  assert.deepEqual(found, []);
});

test(`no sentence of the documents has more than ${LONGEST_SENTENCE} words`, () => {
  const found = GUIDES.flatMap((path) =>
    sentencesOf(readDocument(path))
      .filter((sentence) => sentence.split(/\s+/).length > LONGEST_SENTENCE)
      .map((sentence) => `${path}: ${sentence}`),
  );
  assert.deepEqual(found, []);
});

test('the README is short: at most 200 lines and 12 kB', () => {
  const readme = readDocument('README.md');
  assert.ok(readme.split('\n').length <= 201);
  assert.ok(Buffer.byteLength(readme) <= 12_000);
});

/** The prose: without code, tables, lists of links and headings. */
function sentencesOf(text: string): string[] {
  return text
    .replace(/^ *```[^]*?^ *```$/gm, '')
    .split(/\n\s*\n|^(?=\s*(?:[-*]|\d+\.) )/m)
    .filter((paragraph) => !/^\s*[|#]/.test(paragraph))
    .flatMap((paragraph) =>
      paragraph
        .replace(/\s+/g, ' ')
        .split(/(?<=[.:;?!])\s+(?=[A-Z`[*"])/)
        .map((sentence) => sentence.trim()),
    );
}
