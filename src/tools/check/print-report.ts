import type { PageFinding } from './check-page.js';
import type { PageResult } from './check-targets.js';
import { escapeControlCharacters } from '../start/escape-control-characters.js';

interface ReportOptions {
  readonly json: boolean;
  /** True if the arguments are one page and no folder. */
  readonly isSinglePage: boolean;
  print(line: string): void;
}

export function printReport(
  reports: readonly PageResult[],
  { json, isSinglePage, print }: ReportOptions,
): void {
  const pages = reports.map(({ page, findings, error }) =>
    error ? { page, findings, error: error.message } : { page, findings },
  );
  if (json) print(JSON.stringify(isSinglePage ? pages[0] : { pages }, null, 2));
  else for (const line of formatReports(reports)) print(line);
}

function formatReports(reports: readonly PageResult[]): string[] {
  const checkedPages = reports.filter(({ error }) => error === null);
  // A problem in a script that several pages share is printed once.
  const findings = [
    ...new Map(
      checkedPages.flatMap((report) => report.findings).map((one) => [JSON.stringify(one), one]),
    ).values(),
  ];
  const count = (severity: PageFinding['severity']) =>
    findings.filter((one) => one.severity === severity).length;
  const pluralize = (amount: number, noun: string) => `${amount} ${noun}${amount === 1 ? '' : 's'}`;
  const lines = findings.flatMap(({ file, line, rule, severity, message, fix, spec }) => [
    `${file}${line === null ? '' : `:${line}`}  ${severity}  ${rule}`,
    `  ${message}`,
    `  ${fix}`,
    `  ${spec}`,
    '',
  ]);
  if (checkedPages.length === 0) return [];
  const pages = checkedPages.length === 1 ? 'this page' : `these ${checkedPages.length} pages`;
  const summary =
    findings.length === 0
      ? `No problems with the monetization of ${pages}.`
      : `${pluralize(count('problem'), 'problem')}, ${pluralize(count('warning'), 'warning')}`;
  return [...lines.map(escapeControlCharacters), summary];
}
