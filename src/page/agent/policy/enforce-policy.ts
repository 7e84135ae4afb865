import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { RelayError } from '../../relay-client/relay-error.js';
import type { AgentCore } from '../core/context.js';
import type { DocumentPolicy, PolicyOptions } from './document-policy.js';

export interface PolicyContext extends AgentCore, PolicyOptions {
  /** Null until the first link needs it. */
  policy: Promise<DocumentPolicy> | null;
}

/** @throws RelayError if the policies of the document do not allow payments to this wallet address. */
export async function enforcePolicy(agent: PolicyContext, href: string): Promise<void> {
  if (!agent.policy && !needsPolicy(agent)) return;
  const refusal = await (await openPolicy(agent)).check(href);
  if (refusal) throw new RelayError(refusal.code, refusal);
}

/** Answers a frame of this document that requests permission to use monetization. */
export function answerFrame(agent: PolicyContext, event: MessageEvent): void {
  if ((event.data as { wm?: unknown } | null)?.wm !== 'allowed-to-use') return;
  openPolicy(agent).then(
    (policy) => policy.answer(event),
    // Without an answer the frame does not pay and repeats its request.
    () => undefined,
  );
}

// Checked for each link, because the page may add a <meta> policy later.
function needsPolicy({ policyHeaders }: PolicyContext): boolean {
  return (
    policyHeaders ||
    top !== window ||
    document.querySelector('meta[http-equiv="content-security-policy" i]') !== null
  );
}

function openPolicy(agent: PolicyContext): Promise<DocumentPolicy> {
  agent.policy ??= agent.importModule('policy').then(({ openDocumentPolicy }) => openDocumentPolicy(agent));
  return agent.policy.catch((cause: unknown) => {
    agent.policy = null;
    throw new RelayError('policy-unavailable', {
      ...PAGE_ERRORS['policy-unavailable'],
      cause,
      retryAfter: 1_000,
    });
  });
}
