import type { Platform } from '../platform.js';
import { delay } from '../platform.js';

/** What a frame sends to the page around it, with a port for the answer: true or false. */
export interface FrameQuestion {
  wm: 'allowed-to-use';
  /** One for each document, so that an answer, once given, stays. */
  id: string;
}

const FIRST_WAIT = 100;
const LONGEST_WAIT = 4_000;

/**
 * Asks the agent in the page around whether it allows this frame to use monetization. The answer is null as long as that page is silent,
 * about six seconds later: its script may come after this one. A later call asks again, and late answers to former calls count.
 */
export function createParentQuestion(view: Window, platform: Platform): () => Promise<boolean | null> {
  const question: FrameQuestion = { wm: 'allowed-to-use', id: crypto.randomUUID() };
  let answered: (allowed: boolean) => void;
  const answer = new Promise<boolean>((resolve) => (answered = resolve));
  let asking: Promise<boolean | null> | null = null;

  function send(): void {
    const { port1, port2 } = new MessageChannel();
    // Only who got the port can answer, and only the parent gets it.
    port1.onmessage = ({ data }) => {
      if (typeof data !== 'boolean') return;
      port1.close();
      answered(data);
    };
    // A frame need not know the origin around it, and the question is no secret. Another parent than its own it cannot have.
    view.parent.postMessage(question, '*', [port2]);
  }

  async function ask(): Promise<boolean | null> {
    for (let wait = FIRST_WAIT; wait <= LONGEST_WAIT; wait *= 2) {
      send();
      const allowed = await Promise.race([answer, delay(platform, wait)]);
      if (allowed !== undefined) return allowed;
    }
    asking = null;
    return null;
  }

  return () => (asking ??= ask());
}
