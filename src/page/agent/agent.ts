import type { AgentContext } from './agent-context.js';
import { createContext } from './create-context.js';
import { createDocumentScan } from './create-document-scan.js';
import { loadLazyModule } from './core/load-lazy-module.js';
import { queueTask } from './core/platform.js';
import { useLegacy } from './legacy/use-legacy.js';
import { openConnectPage } from './connection/connect-page.js';
import { openConnection } from './connection/connection.js';
import type { AgentOptions } from './core/agent-options.js';
import type { YieldReason } from './core/context.js';
import { observeDocument } from './links/document-observer.js';
import { exposeState, type ExposedMonetization } from './state/expose-state.js';
import { registerNativeAgent } from './passive-agent/native-agent.js';
import { createPageEventListeners } from './page-events.js';
import { renderState } from './state/render-state.js';
import type { Agent } from './state/state.js';

export type { Agent, AgentOptions };

/** Observes the document's monetization links and streams payments to them. */
export function startAgent(init: AgentOptions): Agent {
  // No prototype, because a page may have added members to Object.prototype.
  const options: AgentOptions = { __proto__: null, ...init } as AgentOptions;
  const agent = createContext(options, {
    scan: () => scan(),
    notifyStateChange() {
      exposed.notifyStateChange();
      agent.legacy?.update();
    },
    yieldToNativeAgent: options.force ? () => undefined : yieldToNativeAgent,
  });
  const exposed: ExposedMonetization = exposeState(() => renderState(agent), {
    setPaused: (paused) => setPaused(agent, paused),
    connect: () => openConnectPage(agent),
    disconnect: () => {
      // Stop paying at once, whether or not the request reaches the provider.
      const { pausedByVisitor } = agent;
      setPaused(agent, true);
      const resumePayments = (): void => setPaused(agent, pausedByVisitor);
      loadLazyModule(agent, 'connect', ({ disconnect }) => disconnect(agent, resumePayments, openConnection));
    },
    useLegacy: (member) => useLegacy(agent, exposed.monetization, member),
    trace: async () =>
      (await loadLazyModule(agent, 'trace', ({ openTrace }) => openTrace(agent, exposed.monetization))) ?? [],
  });
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
  ];
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

function setPaused(agent: AgentContext, paused: boolean): void {
  agent.pausedByVisitor = paused;
  agent.streaming.update();
}
