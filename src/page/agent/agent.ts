import { createContext } from './create-context.js';
import { createDocumentScan } from './create-document-scan.js';
import { loadLazyModule } from './core/load-lazy-module.js';
import { queueTask } from './core/platform.js';
import { createCommands } from './create-commands.js';
import { openConnection } from './connection/connection.js';
import type { AgentOptions } from './core/agent-options.js';
import type { YieldReason } from './core/context.js';
import { observeDocument } from './links/document-observer.js';
import { exposeRenderedState, type RenderedMonetization } from './state/expose-rendered-state.js';
import type { ExposedMonetization } from './state/expose-state.js';
import { processNativeAgentEvent, registerNativeAgent } from './passive-agent/native-agent.js';
import { createPageEventListeners } from './page-events.js';
import { renderState } from './state/render-state.js';
import type { Agent } from './state/state.js';

export type { Agent, AgentOptions };

/** What a boot script has done before the agent was loaded. */
export interface Boot {
  readonly exposed: ExposedMonetization;
  /** Its listeners are called before those of the page. */
  readonly listeners: {
    onNativeAgentEvent(event: Event): void;
    readonly earlyEvents: readonly Event[];
    stop(): void;
  };
  /** The response to the first request, which asks for the provider's description. */
  readonly description?: Promise<Response> | undefined;
}

/** Observes the document's monetization links and streams payments to them. */
export function startAgent(init: AgentOptions): Agent {
  return startAgentAfterBoot(init);
}

/** Like {@link startAgent}. Continues from what the boot script has exposed, observed and requested. */
export function startAgentAfterBoot(init: AgentOptions, boot?: Boot): Agent {
  // No prototype, because a page may have added members to Object.prototype.
  const options: AgentOptions = { __proto__: null, ...init } as AgentOptions;
  const agent = createContext(options, boot?.description, {
    scan: () => scan(),
    notifyStateChange() {
      exposed.notifyStateChange();
      agent.legacy?.update();
    },
    yieldToNativeAgent: options.force ? () => undefined : yieldToNativeAgent,
  });
  const exposed: RenderedMonetization = exposeRenderedState(
    () => renderState(agent),
    createCommands(agent, () => exposed.monetization),
    boot?.exposed,
  );
  const events = createPageEventListeners(agent);
  const scan = createDocumentScan(agent, events, exposed.monetization);
  const observer = observeDocument(document, { ...agent.platform }, scan);
  if (agent.nativeAgent) registerNativeAgent(agent);
  const cleanups = [
    exposed.undo,
    agent.visibility.observe(() => {
      agent.streaming.update();
      // The visitor may have connected or resumed in another tab.
      agent.refreshConnection?.();
    }),
    observer.disconnect,
    events.stop,
    () => boot?.listeners.stop(),
  ];
  if (boot) {
    boot.listeners.onNativeAgentEvent = (event) => processNativeAgentEvent(agent, event);
    boot.listeners.earlyEvents.forEach(boot.listeners.onNativeAgentEvent);
  }
  // A separate task, so that evaluating the script does not block.
  queueTask(agent.platform, () => void openConnection(agent));
  // The visitor returns from a connect page that had lost its opener.
  if (/^#wm-connect=/.test(location.hash))
    loadLazyModule(agent, 'connect', ({ resumeConnect }) => resumeConnect(agent));

  function stop(): void {
    agent.stopped = true;
    agent.streaming.pause();
    for (const undo of cleanups) undo();
    agent.sessions.endSessionsForDocument();
  }

  // Two agents would pay twice, and this script cannot stop the native agent.
  function yieldToNativeAgent(reason: YieldReason): void {
    stop();
    loadLazyModule(agent, 'passive', ({ observeNativeAgent }) =>
      observeNativeAgent({ ...options, startAgent, reason }),
    );
  }

  return { monetization: exposed.monetization, stop };
}
