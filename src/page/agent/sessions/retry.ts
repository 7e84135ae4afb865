import { backoffDelay } from '../core/backoff.js';
import type { SessionContext } from './session-context.js';
import { delay } from '../core/delay.js';
import { isTransientError } from '../core/report-error.js';
import { waitUntil, type LinkSession } from './link-session.js';

/**
 * Repeats an attempt until it succeeds. After a permanent failure the session is abandoned.
 * @returns false if the session has been abandoned or has ended.
 */
export async function retry(
  agent: SessionContext,
  session: LinkSession,
  attempt: () => Promise<void>,
  processFailure?: () => void,
): Promise<boolean> {
  // A hidden page sends no requests.
  while (await waitUntil(session, () => agent.visibility.visible)) {
    try {
      await attempt();
      return !session.ended;
    } catch (cause) {
      if (session.ended) break;
      session.error = agent.report(cause, session.href);
      processFailure?.();
      agent.notifyStateChange();
      if (!isTransientError(cause)) {
        agent.sessions.abandonSession(session);
        break;
      }
      await delay(agent.platform, backoffDelay(agent.platform, session.failures++, cause));
    }
  }
  return false;
}
