import type { startAgent } from '../../../src/agent/agent.js';
import type { apply } from '../../../src/page-api/apply.js';

/** A page of its own, with the agent's modules in it: what it does to its globals reaches neither the test nor its doubles. */
export interface AgentFrame {
  readonly window: Window & typeof globalThis;
  readonly startAgent: typeof startAgent;
  readonly apply: typeof apply;
  /** Errors and unhandled rejections that the page heard of. */
  readonly errors: string[];
  /** Amounts of the `monetization` events that came to the page's window. */
  readonly told: string[];
  remove(): void;
}

const AGENT = new URL('../../../src/agent/agent.ts', import.meta.url).href;
const APPLY = new URL('../../../src/page-api/apply.ts', import.meta.url).href;

/** `before` is what the page does before the agent is there. */
export async function openAgentFrame(
  before: (window: Window) => void = () => undefined,
): Promise<AgentFrame> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><title>A page</title>
    <script>parent.beginPage(window)</script>
    <script type="module">
      import { startAgent } from '${AGENT}';
      import { apply } from '${APPLY}';
      const { loaded } = window;
      // As wm.js does, with options that are an object of this page.
      loaded((options) => startAgent({ ...options }), apply);
    </script>`;
  const errors: string[] = [];
  const told: string[] = [];
  const parts = await new Promise<Pick<AgentFrame, 'startAgent' | 'apply'>>((resolve) => {
    const begin = (window: Window): void => {
      window.addEventListener('error', ({ message }) => errors.push(message));
      window.addEventListener('unhandledrejection', ({ reason }) => errors.push(`rejected: ${reason}`));
      window.addEventListener('monetization', (event) => told.push(event.amountSent.value));
      const loaded = (start: typeof startAgent, put: typeof apply): void =>
        resolve({ startAgent: start, apply: put });
      Object.assign(window, { loaded });
      before(window);
    };
    Object.assign(window, { beginPage: begin });
    document.body.append(frame);
  });
  Reflect.deleteProperty(window, 'beginPage');
  return {
    ...parts,
    window: frame.contentWindow as Window & typeof globalThis,
    errors,
    told,
    remove: () => frame.remove(),
  };
}
