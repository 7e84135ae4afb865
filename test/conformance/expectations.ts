import { readFileSync } from 'node:fs';
import type { SuitePageResult } from './run-suite.js';

/** A subtest that our agent is known to fail. */
export interface Expectation {
  /** `<section>/<page>.html › <subtest>` */
  readonly subtest: string;
  readonly reason: string;
  /** Limits the entry to this browser. */
  readonly browser?: string;
}

export function readExpectations(): Expectation[] {
  return JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8')) as Expectation[];
}

function nameOf({ path }: Pick<SuitePageResult, 'path'>, subtest: string): string {
  return `${path} › ${subtest}`;
}

/** One line for each unexpected result, including a subtest that passes although it is expected to fail. */
export function findUnexpected(
  results: readonly SuitePageResult[],
  expectations: readonly Expectation[],
  browser: string,
): string[] {
  const applying = expectations.filter((expectation) => (expectation.browser ?? browser) === browser);
  const known = new Map(applying.map(({ subtest, reason }) => [subtest, reason]));
  const lines: string[] = [];
  for (const page of results) {
    const ran = new Set<string>();
    for (const { name, status, message } of page.subtests) {
      const subtest = nameOf(page, name);
      ran.add(subtest);
      const fails = status !== 'PASS' && status !== 'PRECONDITION_FAILED';
      if (fails && !known.has(subtest)) lines.push(`${status} ${subtest}: ${message ?? ''}`);
      if (!fails && known.has(subtest)) lines.push(`Passes now, remove it from expected.json: ${subtest}`);
    }
    for (const subtest of known.keys()) {
      if (subtest.startsWith(`${page.path} › `) && !ran.has(subtest))
        lines.push(`Unknown subtest, remove it from expected.json: ${subtest}`);
    }
    if (page.harness.status !== 'OK')
      lines.push(`${page.harness.status} ${page.path}: ${page.harness.message}`);
    if (page.subtests.length === 0) lines.push(`${page.path} ran no subtest`);
  }
  return lines;
}
