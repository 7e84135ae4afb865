import { observeDocument } from '../links/document-observer.js';
import { createElementLoader } from '../core/element-loader.js';
import { exposeRenderedState, type RenderedMonetization } from '../state/expose-rendered-state.js';
import { loadLazyModule, type ImportModule } from '../core/load-lazy-module.js';
import type { Platform } from '../core/platform.js';
import type { AgentState, AgentStatus } from '../state/state.js';

/** Additional state and behaviour of an idle agent. */
export interface IdleAgentOptions {
  render?(): Partial<AgentState>;
  /** Called after each change of the document. */
  onScan?(): void;
}

/**
 * Starts an agent that sends no requests. It exposes only its state, and loads the elements that display it.
 */
export function startIdleAgent(
  status: AgentStatus,
  moduleLoader: { importModule: ImportModule; platform: Platform },
  options: IdleAgentOptions = {},
): RenderedMonetization {
  const render = (): AgentState => ({
    status,
    pausedBy: null,
    provider: null,
    sandbox: false,
    persona: null,
    nativeAgent: null,
    error: null,
    totals: [],
    sessions: [],
    connection: null,
    ...options.render?.(),
  });
  const exposed = exposeRenderedState(render, {
    setPaused: () => undefined,
    connect: () => undefined,
    disconnect: () => undefined,
    legacy: () => 'stopped',
    trace: () => Promise.resolve([]),
  });
  const scan = createElementLoader(document, (name) => loadLazyModule(moduleLoader, name));
  const { disconnect } = observeDocument(document, moduleLoader.platform, () => {
    scan();
    options.onScan?.();
  });
  return {
    ...exposed,
    undo() {
      disconnect();
      exposed.undo();
    },
  };
}
