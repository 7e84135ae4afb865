/** A line in a script of the page. */
export interface SourceLocation {
  readonly file: string;
  readonly line: number;
}

export interface ObservedLink {
  readonly rel: string;
  /** The attribute as written; null if absent. */
  readonly href: string | null;
  /** The resolved URL; null if it is not a URL. */
  readonly url: string | null;
  readonly placement: 'head' | 'body' | 'media' | 'shadow' | 'template';
  readonly disabled: boolean;
}

/** A script with `data-provider`. */
export interface ObservedScript {
  readonly src: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** An element that was probably meant as a monetization link, but is none. */
export interface NearMiss {
  readonly tag: string;
  readonly attribute: string;
  readonly value: string;
}

/** A check of the page whether monetization is supported. */
export interface SupportQuery {
  /** Milliseconds since DOMContentLoaded; negative before it. */
  readonly elapsedMs: number;
  /** Nothing in the page supported monetization at that moment. */
  readonly tooEarly: boolean;
  readonly location: SourceLocation;
}

export interface PolicyViolation {
  readonly directive: string;
  readonly blocked: string;
}

/** The result of observing a page. */
export interface Observation {
  readonly links: readonly ObservedLink[];
  readonly nearMisses: readonly NearMiss[];
  readonly scripts: readonly ObservedScript[];
  /** The page loads its own agent. */
  readonly hasAgent: boolean;
  /** The provider of the wm.js agent. */
  readonly provider: string | null;
  readonly hasMeta: boolean;
  readonly isSecureContext: boolean;
  readonly supportQueries: readonly SupportQuery[];
  /** Queries for a monetization link that was added only later. */
  readonly earlyLinkQueries: readonly SourceLocation[];
  /** Selectors of elements that became visible on `load` of a link. */
  readonly unlockedOnLoad: readonly string[];
  readonly violations: readonly PolicyViolation[];
  /** The errors that the wm.js agent reports. */
  readonly agentErrors: readonly { code: string; message: string; fix: string; href: string | null }[];
}

/** The interface of the injected script for `wm check`, as `globalThis.wmCheck`. */
export interface PageObserver {
  /** Fires two payments at every link. Before them it fires `load`, if the page has no agent of its own. */
  simulatePayments(): Promise<void>;
  observe(): Observation;
}
