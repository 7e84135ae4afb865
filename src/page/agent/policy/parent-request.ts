import { delay } from '../core/delay.js';
import type { Platform } from '../core/platform.js';

/** The message from a frame to its parent, with a port for the answer: true or false. */
export interface FrameRequest {
  wm: 'allowed-to-use';
  /** A random id per document, so that each document keeps its first answer. */
  id: string;
}

const INITIAL_TIMEOUT_MS = 100;
const MAX_TIMEOUT_MS = 4_000;

/**
 * Returns a function that requests permission to use monetization from the agent in the parent page. It
 * repeats the request for about six seconds, because the parent's script may load later, and then resolves
 * with null. A later call sends the request again. Late answers to earlier requests are accepted.
 */
export function createParentRequest(view: Window, platform: Platform): () => Promise<boolean | null> {
  const request: FrameRequest = { wm: 'allowed-to-use', id: crypto.randomUUID() };
  let resolveAnswer: (allowed: boolean) => void;
  const answer = new Promise<boolean>((resolve) => (resolveAnswer = resolve));
  let pendingAnswer: Promise<boolean | null> | null = null;

  function send(): void {
    const { port1, port2 } = new MessageChannel();
    // Only the parent gets the port, so only the parent can answer.
    port1.onmessage = ({ data }) => {
      if (typeof data !== 'boolean') return;
      port1.close();
      resolveAnswer(data);
    };
    // Target '*', because a frame may not know its parent's origin. The request is not secret, and the parent
    // of a frame never changes.
    view.parent.postMessage(request, '*', [port2]);
  }

  async function sendUntilAnswered(): Promise<boolean | null> {
    for (let timeout = INITIAL_TIMEOUT_MS; timeout <= MAX_TIMEOUT_MS; timeout *= 2) {
      send();
      const allowed = await Promise.race([answer, delay(platform, timeout)]);
      if (allowed !== undefined) return allowed;
    }
    pendingAnswer = null;
    return null;
  }

  return () => (pendingAnswer ??= sendUntilAnswered());
}
