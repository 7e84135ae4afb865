import { ERROR_CODES } from '../protocol/error-codes.js';
import { RelayError } from '../relay/relay-error.js';
import type { AgentContext } from './context.js';
import type { LinkSession } from './link-session.js';
import { NativeEvent } from '../page-api/natives.js';
import { dispatch, queueTask } from './platform.js';
import { record } from './trace/record.js';

const LONGEST_HREF = 2_048;

// https://webmonetization.org/specification/#link-type-monetization (linked resource fetch setup steps)
export function linkedResourceFetchSetupSteps({ linkElement }: LinkSession): boolean {
  return linkElement.isConnected && linkElement.ownerDocument.defaultView !== null;
}

// Differs from the spec: the provider fetches the resource, so `crossorigin` has no effect and the page's CSP
// is asked for the provider, not for the wallet.
// https://html.spec.whatwg.org/multipage/semantics.html#fetch-and-process-the-linked-resource
export async function fetchLinkedResource(agent: AgentContext, session: LinkSession): Promise<void> {
  if (session.walletDetails) return;
  checkHref(session);
  agent.description = await agent.relay.describe();
  if (session.ended) return;
  takePlace(agent, session);
  agent.changed();

  const details = await agent.relay.getWalletAddress(session.href);
  if (session.ended) return;
  session.walletDetails = details;
}

// https://webmonetization.org/specification/#link-type-monetization (process the linked resource)
export function processLinkedResource(agent: AgentContext, session: LinkSession, success: boolean): void {
  const outcome = success ? 'load' : 'error';
  if (session.ended || session.announced === outcome || session.announced === 'load') return;
  session.announced = outcome;

  // https://html.spec.whatwg.org/multipage/webappapis.html#queue-an-element-task
  queueTask(agent.platform, () => {
    // The first version's <meta> has no such events.
    if (!session.ended && session.linkElement.matches('link') && session.linkElement.isConnected) {
      record(agent, outcome, [session.href, session.error]);
      dispatch(new NativeEvent(outcome), session.linkElement);
    }
  });
}

function checkHref({ href, linkElement }: LinkSession): void {
  const written = linkElement.getAttribute('href')?.trim();
  // A payment pointer ("$wallet.example/alice") would be taken for a relative URL.
  if (!/^\$/.test(written ?? '') && href.length <= LONGEST_HREF && /^https?:\/\/./.test(href)) return;
  const { title, fix } = ERROR_CODES['wallet-address-invalid'];
  throw new RelayError('wallet-address-invalid', { title, fix });
}

// First come, first served, before any wallet is asked: which links are refused must not depend on who answers first.
function takePlace({ description, sessions }: AgentContext, session: LinkSession): void {
  const limit = description?.limits.sessions ?? 0;
  let before = 0;
  for (const other of sessions.values()) {
    if (other === session || before === limit) break;
    if (!other.refused) before++;
  }
  if (before < limit) return;
  const { title, fix } = ERROR_CODES['session-limit'];
  throw new RelayError('session-limit', { title, fix });
}
