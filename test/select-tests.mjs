import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';

const DATA_FOLDERS = /^test\/(database|provider|attacks)\//;
const KEEPS_DATA =
  /openProviderDatabase\(|openSandbox(?:WithServices)?\(|open(?:Consent|Payer)Environment\(|testDatabase\(/;
/** Whole browsers, processes that are killed, and commands of the built package. */
const SLOW_FOLDERS = /^test\/(flow|conformance|fault-tolerance|soak|testing|tools|types|docs|attacks|fuzz)\//;
/** Seconds of processor time each: seeded inputs, models, kills, loads. */
const SLOW_FILES =
  /(kill|seeded|model|rotation|rate|many-links|concurrent-tabs|payment-outcomes|relay-contract|official-client|signatures|ledger|account-events|intermediaries|load-shedding|slowloris|malformed-proofs|metrics|trace)[\w-]*\.test\.ts$/;
/** Tests of the build need one. */
const NEEDS_BUILD = /dist\b|wm\('|provider-command|script-site|status-page|chromium/i;

export function allTests() {
  return readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join('test', name))
    .sort();
}

/** @throws Error with a sentence for the person who named the file. */
export function existingFile(name) {
  if (!existsSync(name))
    throw new Error(`There is no test file ${name}. Name it from the repository's root.`);
  return relative('.', normalize(name));
}

export function isPageTest(file) {
  return file.startsWith('test/page/');
}

/** Tests of pages in whole browsers. */
export function isFlow(file) {
  return /^test\/(flow|conformance)\//.test(file);
}

export function needsPostgres(file) {
  return file.endsWith('.postgres.test.ts');
}

/** Tests that store data run on both databases. */
export function keepsData(file) {
  return DATA_FOLDERS.test(file) && KEEPS_DATA.test(readFileSync(file, 'utf8'));
}

/** Tests for `npm run test:quick`. */
export function isQuick(file) {
  if (isPageTest(file)) return true;
  if (SLOW_FOLDERS.test(file) || SLOW_FILES.test(file)) return false;
  return !needsPostgres(file) && !NEEDS_BUILD.test(readFileSync(file, 'utf8'));
}
