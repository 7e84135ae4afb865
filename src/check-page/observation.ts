/** Where in a page's scripts something was done. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

export interface ObservedLink {
  readonly rel: string;
  /** As it is written; null: there is none. */
  readonly href: string | null;
  /** As the browser resolves it; null: it is no URL. */
  readonly url: string | null;
  readonly where: 'head' | 'body' | 'media' | 'shadow' | 'template';
  readonly disabled: boolean;
}

/** A script that names a provider. */
export interface ObservedScript {
  readonly src: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What looks as if it were meant to be a monetization link, and is none. */
export interface NearMiss {
  readonly tag: string;
  readonly attribute: string;
  readonly value: string;
}

/** The page asked whether monetization is supported. */
export interface Question {
  /** Milliseconds since its DOM was complete; negative: it was not yet. */
  readonly at: number;
  /** Nothing in the page knew monetization at that moment. */
  readonly tooEarly: boolean;
  readonly place: Place;
}

export interface Violation {
  readonly directive: string;
  readonly blocked: string;
}

/** What a page has shown, once it has been watched for a while. */
export interface Observation {
  readonly links: readonly ObservedLink[];
  readonly nearMisses: readonly NearMiss[];
  readonly scripts: readonly ObservedScript[];
  /** The page has brought the support along. */
  readonly hasAgent: boolean;
  /** Whom the agent of wm.js speaks to. */
  readonly provider: string | null;
  readonly hasMeta: boolean;
  readonly isSecureContext: boolean;
  readonly questions: readonly Question[];
  /** Where a link was looked for that came only later. */
  readonly missedLinks: readonly Place[];
  /** What `load` at a link has made visible. */
  readonly unlocked: readonly string[];
  readonly violations: readonly Violation[];
  /** What the agent of wm.js says is wrong. */
  readonly agentErrors: readonly { code: string; message: string; fix: string; href: string | null }[];
}

/** How the checking program speaks to the watching script, as `globalThis.wmCheck`. */
export interface Watch {
  /** Fires `load`, where no agent of the page's own does, and two payments at every link. */
  play(): Promise<void>;
  observe(): Observation;
}
