import { ERROR_CODES } from '../protocol/error-codes.js';
import { RelayError } from '../relay/relay-error.js';
import type { AgentContext } from './context.js';
import type { DocumentPolicy } from './policy/document-policy.js';

/** Rejects with a {@link RelayError} when the document's policies do not let it pay this wallet address. */
export async function enforcePolicy(agent: AgentContext, href: string): Promise<void> {
  if (!agent.policy && !needsPolicy(agent)) return;
  const refusal = await (await openPolicy(agent)).check(href);
  if (refusal) throw new RelayError(refusal.code, refusal);
}

/** Answers a frame of this document that asks whether it may use monetization. */
export function answerFrame(agent: AgentContext, event: MessageEvent): void {
  if ((event.data as { wm?: unknown } | null)?.wm !== 'allowed-to-use') return;
  openPolicy(agent).then(
    (policy) => policy.answer(event),
    // Without an answer the frame does not pay, and asks again.
    () => undefined,
  );
}

// Whatever is added to a page later counts, too, so this is asked for each link.
function needsPolicy({ policyHeaders }: AgentContext): boolean {
  return (
    policyHeaders ||
    top !== window ||
    document.querySelector('meta[http-equiv="content-security-policy" i]') !== null
  );
}

function openPolicy(agent: AgentContext): Promise<DocumentPolicy> {
  agent.policy ??= agent.importPart('policy').then(({ openDocumentPolicy }) => openDocumentPolicy(agent));
  return agent.policy.catch((cause: unknown) => {
    agent.policy = null;
    throw new RelayError('policy-unavailable', {
      ...ERROR_CODES['policy-unavailable'],
      cause,
      retryAfter: 1_000,
    });
  });
}
