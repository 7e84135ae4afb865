import type { Look } from './look.js';

/** `problem`: it does not work, or not everywhere. `warning`: it works here, and would not elsewhere. */
export type Severity = 'problem' | 'warning';

/** What one rule has found at one place. */
export interface Found {
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to write instead. Default: the rule's. */
  readonly fix?: string;
  /** Default: `problem`. */
  readonly severity?: Severity;
  /** Default: the page. */
  readonly file?: string;
  /** Where it is known. */
  readonly line?: number | undefined;
}

export interface Rule {
  readonly id: string;
  readonly fix: string;
  /** Where it is said that it is so: the specification, or the browser extension's source. */
  readonly spec: string;
  find(look: Look): Found[];
}

export const SPECIFICATION = 'https://webmonetization.org/specification/';
/** The only agent that visitors have: what it does not do does not happen. */
export const EXTENSION = 'https://github.com/interledger/web-monetization-extension/blob/main/src/content/';
