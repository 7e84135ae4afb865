import type { Finding } from '../check/check.js';
import type { PageReport } from './check-pages.js';
import { printable } from './printable.js';

interface ReportOptions {
  readonly json: boolean;
  /** One page was named, and no folder. */
  readonly isOne: boolean;
  print(line: string): void;
}

export function printReport(reports: readonly PageReport[], { json, isOne, print }: ReportOptions): void {
  const pages = reports.map(({ page, findings, error }) =>
    error ? { page, findings, error: error.message } : { page, findings },
  );
  if (json) print(JSON.stringify(isOne ? pages[0] : { pages }, null, 2));
  else for (const line of linesOf(reports)) print(line);
}

function linesOf(reports: readonly PageReport[]): string[] {
  const seen = reports.filter(({ error }) => error === null);
  // A script that many pages share is wrong once.
  const findings = [
    ...new Map(seen.flatMap((report) => report.findings).map((one) => [JSON.stringify(one), one])).values(),
  ];
  const count = (severity: Finding['severity']) => findings.filter((one) => one.severity === severity).length;
  const number = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
  const lines = findings.flatMap(({ file, line, rule, severity, message, fix, spec }) => [
    `${file}${line === null ? '' : `:${line}`}  ${severity}  ${rule}`,
    `  ${message}`,
    `  ${fix}`,
    `  ${spec}`,
    '',
  ]);
  if (seen.length === 0) return [];
  const pages = seen.length === 1 ? 'this page' : `these ${seen.length} pages`;
  const summary =
    findings.length === 0
      ? `Nothing is wrong with the monetization of ${pages}.`
      : `${number(count('problem'), 'problem')}, ${number(count('warning'), 'warning')}`;
  return [...lines.map(printable), summary];
}
