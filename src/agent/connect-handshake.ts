import type { ConnectHello } from '../protocol/relay-messages.js';
import { ERROR_CODES } from '../protocol/error-codes.js';
import { RelayError } from '../relay/relay-error.js';
import { backOff } from './back-off.js';
import type { AgentContext } from './context.js';
import { delay } from './platform.js';
import { isTransient } from './report.js';

export { comeBack } from './come-back.js';
export { disconnect } from './disconnect.js';

/** How often to ask whether the visitor has consented, while the connect page is open. */
const ASK_AGAIN = 1_000;
/** A window that looks closed may have been cut off (COOP) and still be open: it is asked about ever more rarely, for so long. */
const PATIENCE = 10 * 60_000;
const SLOWER = 1.5;
/** How often the proof is sent when no answer comes back. */
const TRIES = 5;

let handshakes = 0;

/**
 * Proves to the provider that the visitor's browser shows this page, then waits for the visitor's consent.
 * Only the window that was opened here, at the provider's origin, is listened to.
 */
export async function shakeHands(agent: AgentContext, page: Window): Promise<void> {
  const { relay, platform, connection } = agent;
  // Who clicks again means the newer window, and one of them asks.
  const turn = (handshakes += 1);
  let answered = '';
  const hear = ({ origin, source, data }: MessageEvent<Partial<ConnectHello> | null>): void => {
    if (origin !== relay.provider || source !== page || data?.wm !== 'hello') return;
    const { connection: id, challenge } = data;
    if (!id || id !== connection?.id || typeof challenge !== 'string') return;
    // It says hello until it is heard. A page that was loaded anew has another challenge.
    if (challenge === answered) return;
    answered = challenge;
    bind(agent, id, challenge).catch((cause: unknown) => {
      agent.error = agent.report(cause);
      agent.changed();
    });
  };

  addEventListener('message', hear);
  const end = platform.now() + PATIENCE;
  for (
    let wait = ASK_AGAIN;
    turn === handshakes && agent.connection?.state !== 'active' && !agent.stopped && platform.now() < end;
  ) {
    await delay(platform, wait);
    if (page.closed) wait *= SLOWER;
    agent.askAgain();
  }
  removeEventListener('message', hear);
}

/**
 * No window was opened. After a click the connect page comes in the place of this page, and the visitor comes back as from a window that had lost
 * this one. Nobody is taken away without a click, and in a frame the connect page does not work.
 */
export function connectInThisTab(agent: AgentContext, url: string, isClicked: boolean): void {
  if (isClicked && top === window) return location.assign(`${url}?here`);
  agent.error = agent.report(new RelayError('window-blocked', ERROR_CODES['window-blocked']));
  agent.changed();
}

/** Sends the proof, again where something on the way has answered instead of the provider, or nobody has. */
async function bind({ relay, platform }: AgentContext, id: string, challenge: string): Promise<void> {
  for (let failures = 0; ; failures += 1) {
    try {
      await relay.bindConnection(id, { challenge });
      return;
    } catch (cause) {
      // A challenge is good for once. Refused now, it has done its work when the answer was lost: the connect page knows.
      if (!isTransient(cause) && failures > 0) return;
      if (!isTransient(cause) || failures + 1 === TRIES) throw cause;
      await delay(platform, backOff(platform, failures, cause));
    }
  }
}
