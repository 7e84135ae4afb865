import { SECTIONS } from './pages.js';
import type { SuitePageResult, Status } from './run-suite.js';

/** The results of one agent. */
export interface Column {
  readonly agent: string;
  readonly results: readonly SuitePageResult[];
}

interface Counts {
  passed: number;
  failed: number;
  timeout: number;
  notRun: number;
}

const COUNTED_AS: Record<Status, keyof Counts> = {
  PASS: 'passed',
  FAIL: 'failed',
  TIMEOUT: 'timeout',
  NOTRUN: 'notRun',
  // The browser lacks a feature that the subtest needs, so this is no result of the agent.
  PRECONDITION_FAILED: 'notRun',
};

export function countResults(results: readonly SuitePageResult[]): Counts {
  const counts = { passed: 0, failed: 0, timeout: 0, notRun: 0 };
  for (const { status } of results.flatMap(({ subtests }) => subtests)) counts[COUNTED_AS[status]]++;
  return counts;
}

/** Sections as rows, agents as columns: passed/failed/timeout/not run. */
export function formatTable(columns: readonly Column[]): string {
  const rows = SECTIONS.map((section) => ({
    name: section,
    cells: columns.map(({ results }) => cell(results.filter((page) => page.section === section))),
  })).filter(({ cells }) => cells.some((text) => text !== ''));
  const total = { name: 'all', cells: columns.map(({ results }) => cell(results)) };
  const head = { name: 'passed/failed/timeout/not run', cells: columns.map(({ agent }) => agent) };

  const lines = [head, ...rows, total];
  const first = Math.max(...lines.map(({ name }) => name.length));
  const widths = columns.map((_, index) => Math.max(...lines.map(({ cells }) => cells[index]?.length ?? 0)));
  return lines
    .map(({ name, cells }) => {
      const padded = cells.map((text, index) => text.padStart(widths[index] ?? 0));
      return [name.padEnd(first), ...padded].join('   ');
    })
    .join('\n');
}

/** The failed subtests by page, with their messages. */
export function formatFailures({ agent, results }: Column): string {
  const lines: string[] = [];
  for (const { path, subtests, harness } of results) {
    const failures = subtests.filter(({ status }) => status !== 'PASS');
    if (failures.length === 0 && harness.status === 'OK') continue;
    lines.push(`\n${agent}: ${path}`);
    if (harness.status !== 'OK') lines.push(`  ${harness.status} ${harness.message}`);
    for (const { status, name, message } of failures) lines.push(`  ${status} ${name}: ${message}`);
  }
  return lines.join('\n');
}

function cell(results: readonly SuitePageResult[]): string {
  if (results.length === 0) return '';
  const { passed, failed, timeout, notRun } = countResults(results);
  return `${passed}/${failed}/${timeout}/${notRun}`;
}
