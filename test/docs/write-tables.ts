// npm run docs: writes the reference, and updates the blocks of the guides that show a file.
import { mkdirSync, writeFileSync } from 'node:fs';
import { withSources } from './code-blocks.js';
import { GUIDES, readDocument, REFERENCE_FOLDER } from './documents.js';
import { format, referencePages } from './tables.js';

const [...names] = process.argv.slice(2);

mkdirSync(REFERENCE_FOLDER, { recursive: true });
for (const [path, text] of await referencePages(names.length > 0 ? names : undefined))
  writeFileSync(path, text);
for (const path of GUIDES) writeFileSync(path, await format(path, withSources(readDocument(path))));
