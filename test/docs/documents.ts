import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const REFERENCE_FOLDER = 'docs/reference';

/** Written by hand: the README first, then the guides. */
export const GUIDES: readonly string[] = ['README.md', ...markdownIn('docs')];

/** Every document of the repository, including the generated reference. */
export const DOCUMENTS: readonly string[] = [
  ...GUIDES,
  ...markdownIn('.').filter((name) => name !== 'README.md'),
  ...markdownIn(REFERENCE_FOLDER),
];

export function readDocument(path: string): string {
  return readFileSync(path, 'utf8');
}

function markdownIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name));
}
