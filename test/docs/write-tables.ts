// npm run docs: writes the tables of the README anew, out of the sources.
import { readFileSync, writeFileSync } from 'node:fs';
import { withTables } from './tables.js';

writeFileSync('README.md', await withTables(readFileSync('README.md', 'utf8')));
