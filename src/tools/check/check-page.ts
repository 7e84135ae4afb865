import type { Browser } from 'playwright-core';
import { type InspectOptions, inspectPage } from './inspect-page.js';
import { parsePageAddress } from './targets/page-address.js';
import type { Severity } from './rules/rule.js';
import { CHECK_RULES } from './rules/rules.js';

export interface PageFinding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  /** Link to the specification, or to the source of the browser extension. */
  readonly spec: string;
  /** URL of the page or script. */
  readonly file: string;
  /** Null if the finding has no line: a script added the element, or the finding concerns the whole page. */
  readonly line: number | null;
}

/**
 * Checks the monetization of a page.
 * @returns the findings in the order of their lines.
 * @throws UnreachableError if the page cannot be opened, TypeError if the URL is invalid.
 */
export async function checkPage(
  browser: Browser,
  url: string,
  options: InspectOptions,
): Promise<PageFinding[]> {
  const report = await inspectPage(browser, parsePageAddress(url), options);
  const findings = CHECK_RULES.flatMap(({ id: rule, fix, spec, check }) =>
    check(report).map(({ line = null, ...found }): PageFinding => {
      return { rule, severity: 'problem', fix, spec, file: report.url, ...found, line };
    }),
  );
  return removeDuplicates(findings).sort(
    (a, b) => Number(a.file !== report.url) - Number(b.file !== report.url) || (a.line ?? 0) - (b.line ?? 0),
  );
}

/** A script's repeated mistake is one finding. */
function removeDuplicates(findings: PageFinding[]): PageFinding[] {
  const seen = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...seen.values()];
}
