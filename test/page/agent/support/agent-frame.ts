import type { startAgent } from '../../../../src/page/agent/agent.js';
import type { apply } from '../../../../src/page/api/apply.js';

/** A separate page with the agent's modules. Its changed globals affect neither the test nor its fakes. */
export interface AgentFrame {
  readonly window: Window & typeof globalThis;
  readonly startAgent: typeof startAgent;
  readonly apply: typeof apply;
  /** Errors and unhandled rejections of the page. */
  readonly errors: string[];
  /** Amounts of the `monetization` events at the page's window. */
  readonly deliveredAmounts: string[];
  remove(): void;
}

const AGENT_URL = new URL('../../../../src/page/agent/agent.ts', import.meta.url).href;
const APPLY_URL = new URL('../../../../src/page/api/apply.ts', import.meta.url).href;

/** `before` is a script that runs before the agent. */
export async function openAgentFrame(
  before: (window: Window) => void = () => undefined,
): Promise<AgentFrame> {
  const frame = document.createElement('iframe');
  frame.srcdoc = `<!doctype html><title>A page</title>
    <script>parent.beginPage(window)</script>
    <script type="module">
      import { startAgent } from '${AGENT_URL}';
      import { apply } from '${APPLY_URL}';
      const { loaded } = window;
      // Like wm.js, but with an options object from this page.
      loaded((options) => startAgent({ ...options }), apply);
    </script>`;
  const errors: string[] = [];
  const deliveredAmounts: string[] = [];
  const modules = await new Promise<Pick<AgentFrame, 'startAgent' | 'apply'>>((resolve) => {
    const begin = (window: Window): void => {
      window.addEventListener('error', ({ message }) => errors.push(message));
      window.addEventListener('unhandledrejection', ({ reason }) => errors.push(`rejected: ${reason}`));
      window.addEventListener('monetization', (event) => deliveredAmounts.push(event.amountSent.value));
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
    ...modules,
    window: frame.contentWindow as Window & typeof globalThis,
    errors,
    deliveredAmounts,
    remove: () => frame.remove(),
  };
}
