import type { ConnectHello } from '../../../protocol/relay-messages.js';
import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import { RelayError } from '../../relay-client/relay-error.js';
import { backoffDelay } from '../core/backoff.js';
import type { ConnectionContext } from './connection.js';
import { delay } from '../core/delay.js';
import { isTransientError } from '../core/report-error.js';

export { resumeConnect } from './resume-connect.js';
export { disconnect } from './disconnect.js';

/** How often to poll for the visitor's consent while the connect page is open. */
const POLL_INTERVAL_MS = 1_000;
/**
 * A window that reports `closed` may still be open, because COOP severs the reference. Polling goes on this
 * long after the start, with growing intervals once the window seems closed.
 */
const HANDSHAKE_TIMEOUT_MS = 10 * 60_000;
const POLL_BACKOFF_FACTOR = 1.5;
/** How many times to send the proof if no answer arrives. */
const MAX_BIND_ATTEMPTS = 5;

let lastHandshake = 0;

/**
 * Proves to the provider that the visitor's browser shows this page, then polls for the visitor's consent.
 * Ignores messages from any window except `page`, and from any origin except the provider's.
 */
export async function performConnectHandshake(agent: ConnectionContext, page: Window): Promise<void> {
  const { relay, platform, connection } = agent;
  // A second click starts a new handshake. Only the newest one polls.
  const handshake = (lastHandshake += 1);
  let answeredChallenge = '';
  const processMessage = ({ origin, source, data }: MessageEvent<Partial<ConnectHello> | null>): void => {
    if (origin !== relay.provider || source !== page || data?.wm !== 'hello') return;
    const { connection: id, challenge } = data;
    if (!id || id !== connection?.id || typeof challenge !== 'string') return;
    // The connect page repeats its hello until it gets an answer. After a reload it has a new challenge.
    if (challenge === answeredChallenge) return;
    answeredChallenge = challenge;
    bindWithRetries(agent, id, challenge).catch((cause: unknown) => {
      agent.error = agent.report(cause);
      agent.notifyStateChange();
    });
  };

  addEventListener('message', processMessage);
  const deadline = platform.now() + HANDSHAKE_TIMEOUT_MS;
  for (
    let pollInterval = POLL_INTERVAL_MS;
    handshake === lastHandshake &&
    agent.connection?.state !== 'active' &&
    !agent.stopped &&
    platform.now() < deadline;
  ) {
    await delay(platform, pollInterval);
    if (page.closed) pollInterval *= POLL_BACKOFF_FACTOR;
    agent.refreshConnection?.();
  }
  removeEventListener('message', processMessage);
}

/**
 * Fallback when no window could be opened: navigates this tab to the connect page, which returns here
 * afterwards, see {@link resumeConnect}. Requires a click, so that no visitor leaves the page
 * unintentionally. Does not navigate in a frame, where the connect page does not work.
 */
export function connectInThisTab(agent: ConnectionContext, url: string, isClicked: boolean): void {
  if (isClicked && top === window) return location.assign(`${url}?here`);
  agent.error = agent.report(new RelayError('popup-blocked', PAGE_ERRORS['popup-blocked']));
  agent.notifyStateChange();
}

/** Sends the proof, with retries while the provider does not answer or an intermediary answers instead. */
async function bindWithRetries(
  { relay, platform }: ConnectionContext,
  id: string,
  challenge: string,
): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await relay.bindConnection(id, { challenge });
      return;
    } catch (cause) {
      // A challenge works once. If a retry is refused, the first attempt succeeded and only its answer was
      // lost. The connect page knows the result.
      if (!isTransientError(cause) && failures > 0) return;
      if (!isTransientError(cause) || failures + 1 === MAX_BIND_ATTEMPTS) throw cause;
      await delay(platform, backoffDelay(platform, failures, cause));
    }
  }
}
