import type { ObservedLink, Observation } from '../browser/observation.js';
import type { ScriptSource, Tag } from './page-source.js';

export interface FrameReport {
  readonly url: string;
  readonly src: string;
  /** Its `allow` attribute, or null. */
  readonly allow: string | null;
  readonly isCrossOrigin: boolean;
  readonly links: readonly ObservedLink[];
}

/** The input of the rules. */
export interface PageReport {
  /** The final URL of the page, after redirects. */
  readonly url: string;
  readonly tags: readonly Tag[];
  /** The page's own scripts, without scripts that contain only an agent. */
  readonly scripts: readonly ScriptSource[];
  readonly page: Observation;
  readonly frames: readonly FrameReport[];
  /** The problem of each requested wallet address, or null if there is none. */
  readonly walletProblems: ReadonlyMap<string, string | null>;
  /** Scripts that could not be loaded, and the reasons. */
  readonly failedScripts: ReadonlyMap<string, string>;
  /** The served folder as the user named it. Null if the page comes from another server. */
  readonly root: string | null;
}
