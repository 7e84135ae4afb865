import { PROVIDER_ERRORS } from '../../../protocol/error-codes/provider-errors.js';
import { RelayError } from '../../relay-client/relay-error.js';
import type { SessionContext } from './session-context.js';
import { NativeEvent } from '../../api/natives.js';
import { dispatch, queueTask } from '../core/platform.js';
import { enforcePolicy } from '../policy/enforce-policy.js';
import { record } from '../trace/trace-record.js';
import type { LinkSession } from './link-session.js';
import { retry } from './retry.js';

const MAX_HREF_LENGTH = 2_048;

// https://webmonetization.org/specification/#link-type-monetization (linked resource fetch setup steps)
export function linkedResourceFetchSetupSteps({ linkElement }: LinkSession): boolean {
  return linkElement.isConnected && linkElement.ownerDocument.defaultView !== null;
}

/**
 * Fetches the linked resource, with retries, and fires `load`. Fires `error` when the first attempt fails.
 * @returns false if the session has been abandoned or has ended.
 */
export async function loadLink(agent: SessionContext, session: LinkSession): Promise<boolean> {
  const isLoaded = await retry(
    agent,
    session,
    () => fetchLinkedResource(agent, session),
    () => {
      // Without permission the fetch setup steps prevent the request, so the link gets no `error` event.
      if (session.error?.code !== 'monetization-not-allowed') processLinkedResource(agent, session, false);
    },
  );
  if (isLoaded) processLinkedResource(agent, session, true);
  return isLoaded;
}

// Differs from the spec: the provider fetches the resource. So `crossorigin` has no effect, and the page's
// `connect-src` applies to the provider, not to the wallet.
// https://html.spec.whatwg.org/multipage/semantics.html#fetch-and-process-the-linked-resource
async function fetchLinkedResource(agent: SessionContext, session: LinkSession): Promise<void> {
  await enforcePolicy(agent, session.href);
  checkHref(session);
  agent.description = await agent.relay.describe();
  if (session.ended) return;
  checkSessionLimit(agent, session);
  agent.notifyStateChange();

  const details = await agent.relay.getWalletAddress(session.href);
  if (session.ended) return;
  session.walletDetails = details;
  session.error = null;
  agent.notifyStateChange();
}

// https://webmonetization.org/specification/#link-type-monetization (process the linked resource)
function processLinkedResource(agent: SessionContext, session: LinkSession, success: boolean): void {
  const outcome = success ? 'load' : 'error';
  if (session.lastEvent === outcome) return;
  session.lastEvent = outcome;

  // https://html.spec.whatwg.org/multipage/webappapis.html#queue-an-element-task
  queueTask(agent.platform, () => {
    // A <meta> of the first version gets no load and error events.
    if (!session.ended && session.linkElement.matches('link') && session.linkElement.isConnected) {
      record(agent, outcome, [session.href, session.error]);
      dispatch(new NativeEvent(outcome), session.linkElement);
    }
  });
}

function checkHref({ href, linkElement }: LinkSession): void {
  const attribute = linkElement.getAttribute('href')?.trim();
  // A payment pointer ("$wallet.example/alice") would resolve as a relative URL.
  if (!/^\$/.test(attribute ?? '') && href.length <= MAX_HREF_LENGTH && /^https?:\/\/./.test(href)) return;
  const { title, fix } = PROVIDER_ERRORS['wallet-address-invalid'];
  throw new RelayError('wallet-address-invalid', { title, fix });
}

// Checked before any wallet is contacted, in the order in which the links were found. Which links are refused
// must not depend on which wallet responds first.
function checkSessionLimit({ description, sessions }: SessionContext, session: LinkSession): void {
  const limit = description?.limits.sessions ?? 0;
  let sessionsAhead = 0;
  for (const other of sessions.values()) {
    if (other === session || sessionsAhead === limit) break;
    if (!other.abandoned) sessionsAhead++;
  }
  if (sessionsAhead < limit) return;
  const { title, fix } = PROVIDER_ERRORS['session-limit'];
  throw new RelayError('session-limit', { title, fix });
}
