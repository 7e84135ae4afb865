import type { AgentContext } from '../context.js';
import type { endSession, initiateSession } from '../session-flow.js';
import { resolvePaymentPointer } from './payment-pointer.js';

export function isMeta(element: Element): boolean {
  return element instanceof HTMLMetaElement;
}

/** Compares the head's `<meta name="monetization">` with that of the last call. One counts, and none beside a monetization link. */
export function createMetaScan(
  agent: AgentContext,
  initiate: typeof initiateSession,
  end: typeof endSession,
  tell: (sentence: string) => void,
): () => void {
  let known: Element | null = null;
  let content = '';

  return () => {
    const metas = document.head?.querySelectorAll('meta[name="monetization" i][content]') ?? [];
    const hasLinks = [...agent.sessions.keys()].some((element) => !isMeta(element));
    const [first = null, second] = metas;
    if (hasLinks && first) tell('A monetization link wins over <meta name="monetization">.');
    else if (second) tell('Of several <meta name="monetization"> only the first counts.');

    const present = hasLinks ? null : first;
    const written = present?.getAttribute('content')?.trim() ?? '';
    if (present === known && written === content) return;
    const session = known && agent.sessions.get(known);
    known = present;
    content = written;
    if (session) end(agent, session);
    // What cannot be resolved becomes a session that says so.
    if (present && written) initiate(agent, present, resolvePaymentPointer(written) ?? written);
  };
}
