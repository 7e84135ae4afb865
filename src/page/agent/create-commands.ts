import type { AgentContext } from './agent-context.js';
import { openConnectPage } from './connection/connect-page.js';
import { openConnection } from './connection/connection.js';
import { loadLazyModule } from './core/load-lazy-module.js';
import { delay } from './core/delay.js';
import { useLegacy } from './legacy/use-legacy.js';
import type { AgentCommands } from './state/expose-state.js';

/** How often a queued command checks whether the provider has answered. */
const POLL_INTERVAL_MS = 50;
/** A click no longer counts as recent afterwards, so the browser would block the window. */
const MAX_CONNECT_DELAY_MS = 5_000;

/**
 * A prefilter for the event types of the first version. The module for that version contains the exact list.
 */
const LEGACY_MEMBERS = /^(state|monetization.+|tip)$/;

/** The commands of `document.monetization`. */
export function createCommands(agent: AgentContext, monetization: () => EventTarget): AgentCommands {
  return {
    setPaused: (paused) => setPaused(agent, paused),
    connect(isQueued) {
      if (isQueued) void whenAnswered(agent, MAX_CONNECT_DELAY_MS, () => openConnectPage(agent));
      else openConnectPage(agent);
    },
    disconnect(isQueued) {
      // Stop paying at once, whether or not the request reaches the provider.
      const { pausedByVisitor } = agent;
      setPaused(agent, true);
      const resumePayments = (): void => setPaused(agent, pausedByVisitor);
      const steps = (): unknown =>
        loadLazyModule(agent, 'connect', ({ disconnect }) =>
          disconnect(agent, resumePayments, openConnection),
        );
      if (isQueued) void whenAnswered(agent, Infinity, steps);
      else steps();
    },
    legacy: (member) => (LEGACY_MEMBERS.test(member) ? useLegacy(agent, monetization(), member) : 'stopped'),
    trace: async () =>
      (await loadLazyModule(agent, 'trace', ({ openTrace }) => openTrace(agent, monetization()))) ?? [],
  };
}

/** Calls `steps` when the provider has sent the connection, unless that takes too long. */
async function whenAnswered(agent: AgentContext, timeoutMs: number, steps: () => unknown): Promise<void> {
  const { platform } = agent;
  const end = platform.now() + timeoutMs;
  while (!agent.stopped && !agent.connection && platform.now() < end) await delay(platform, POLL_INTERVAL_MS);
  if (!agent.stopped && agent.connection) steps();
}

function setPaused(agent: AgentContext, paused: boolean): void {
  agent.pausedByVisitor = paused;
  agent.streaming.update();
}
