import { observeDocument } from './document-observer.js';
import { createElementScan } from './element-scan.js';
import { exposeState } from './monetization.js';
import type { ExposedMonetization } from './monetization.js';
import { usePart } from './parts.js';
import type { ImportPart } from './parts.js';
import type { Platform } from './platform.js';
import type { AgentState, AgentStatus } from './state.js';

/** What an agent that does nothing has to tell, beyond that. */
export interface IdleOptions {
  render?(): Partial<AgentState>;
  /** The document has changed. */
  scanned?(): void;
}

/** Asks nobody for anything: it only shows why, and defines the elements that show it. */
export function startIdleAgent(
  status: AgentStatus,
  parts: { importPart: ImportPart; platform: Platform },
  options: IdleOptions = {},
): ExposedMonetization {
  const render = () => ({
    status,
    pausedBy: null,
    provider: null,
    sandbox: false,
    persona: null,
    otherAgent: null,
    error: null,
    totals: [],
    sessions: [],
    connection: null,
    ...options.render?.(),
  });
  const exposed = exposeState(render, {
    setPaused: () => undefined,
    connect: () => undefined,
    disconnect: () => undefined,
    useLegacy: () => 'stopped',
    trace: () => Promise.resolve([]),
  });
  const scan = createElementScan(document, (name) => usePart(parts, name, () => undefined));
  const { disconnect } = observeDocument(document, parts.platform, () => {
    scan();
    options.scanned?.();
  });
  return {
    ...exposed,
    undo() {
      disconnect();
      exposed.undo();
    },
  };
}
