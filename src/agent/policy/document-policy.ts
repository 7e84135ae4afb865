import type { AgentContext } from '../context.js';

/** What the policies of one document say about monetization. */
export interface DocumentPolicy {
  /** Rejects with a RelayError of code `monetization-not-allowed` (permissions policy) or `monetization-src` (content security policy). */
  check(href: string): Promise<void>;
  /** Tells a frame of this document whether it may use monetization. */
  answer(event: MessageEvent): void;
}

export async function openDocumentPolicy(_agent: AgentContext): Promise<DocumentPolicy> {
  return { check: () => Promise.resolve(), answer: () => undefined };
}
