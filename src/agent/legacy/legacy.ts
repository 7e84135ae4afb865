import type { AgentContext } from '../context.js';

/** The first version of Web Monetization, for pages that still speak it. */
export interface Legacy {
  /** Looks at `<meta name="monetization">`, which counts only in a page without monetization links. */
  scan(links: number): void;
}

export function startLegacy(_agent: AgentContext): Legacy {
  return { scan: () => undefined };
}
