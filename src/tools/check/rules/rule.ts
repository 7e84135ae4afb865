import type { PageReport } from '../source/page-report.js';

/** `problem`: it does not work, or not in every browser. `warning`: it works here, but not everywhere. */
export type Severity = 'problem' | 'warning';

/** One finding of a rule. */
export interface RuleFinding {
  /** The problem in one sentence. */
  readonly message: string;
  /** The fix. Default: the rule's. */
  readonly fix?: string;
  /** Default: `problem`. */
  readonly severity?: Severity;
  /** Default: the page. */
  readonly file?: string;
  /** The line, if it is known. */
  readonly line?: number | undefined;
}

export interface CheckRule {
  readonly id: string;
  readonly fix: string;
  /** Link to the specification, or to the source of the browser extension. */
  readonly spec: string;
  check(report: PageReport): RuleFinding[];
}

export const SPECIFICATION_URL = 'https://webmonetization.org/specification/';
/** The only widely available agent, so its restrictions matter. */
export const EXTENSION_SOURCE_URL =
  'https://github.com/interledger/web-monetization-extension/blob/main/src/content/';
