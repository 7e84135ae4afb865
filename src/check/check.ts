import type { Browser } from 'playwright-core';
import { type LookOptions, lookAtPage } from './look.js';
import { readAddress } from './page-address.js';
import type { Severity } from './rule.js';
import { RULES } from './rules/rules.js';

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fix: string;
  /** Where it is said that it is so. */
  readonly spec: string;
  /** URL of the page or the script. */
  readonly file: string;
  /** Null where it stands in no line: a script has added it, or it is about the whole page. */
  readonly line: number | null;
}

/** What is wrong with a page's monetization, in the order of its lines. @throws UnreachableError when there is no such page, TypeError for what is no URL */
export async function checkPage(browser: Browser, url: string, options: LookOptions): Promise<Finding[]> {
  const look = await lookAtPage(browser, readAddress(url), options);
  const findings = RULES.flatMap(({ id: rule, fix, spec, find }) =>
    find(look).map(({ line = null, ...found }): Finding => {
      return { rule, severity: 'problem', fix, spec, file: look.url, ...found, line };
    }),
  );
  return withoutRepetition(findings).sort(
    (a, b) => Number(a.file !== look.url) - Number(b.file !== look.url) || (a.line ?? 0) - (b.line ?? 0),
  );
}

/** What a script does again and again is wrong once. */
function withoutRepetition(findings: Finding[]): Finding[] {
  const seen = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...seen.values()];
}
