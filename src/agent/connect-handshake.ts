import type { ConnectHello } from '../protocol/relay-messages.js';
import type { AgentContext } from './context.js';
import { delay } from './platform.js';

export { disconnect } from './disconnect.js';

/** How often to ask whether the visitor has consented, while the connect page is open. */
const ASK_AGAIN = 1_000;

/**
 * Proves to the provider that the visitor's browser shows this page, then waits for the visitor's consent.
 * Only the window that was opened here, at the provider's origin, is listened to.
 */
export async function shakeHands(agent: AgentContext, page: Window): Promise<void> {
  const { relay, platform, connection } = agent;
  const hear = ({ origin, source, data }: MessageEvent<Partial<ConnectHello> | null>): void => {
    if (origin !== relay.provider || source !== page || data?.wm !== 'hello') return;
    const { connection: id, challenge } = data;
    if (!id || id !== connection?.id || typeof challenge !== 'string') return;
    removeEventListener('message', hear);
    relay.bindConnection(id, { challenge }).catch((cause: unknown) => {
      agent.error = agent.report(cause);
      agent.changed();
    });
  };

  addEventListener('message', hear);
  // One more look after the window has gone: consent may have been the last thing that happened in it.
  for (let open = true; open && agent.connection?.state !== 'active' && !agent.stopped;) {
    await delay(platform, ASK_AGAIN);
    open = !page.closed;
    agent.askAgain();
  }
  removeEventListener('message', hear);
}
