import type { Totals } from '../protocol/totals.js';
import { observeDocument } from './document-observer.js';
import { createElementScan } from './element-scan.js';
import { exposeState } from './monetization.js';
import type { ExposedMonetization } from './monetization.js';
import { usePart } from './parts.js';
import type { ImportPart } from './parts.js';
import type { Platform } from './platform.js';
import type { AgentStatus } from './state.js';

/** Asks nobody for anything: it only shows why, and defines the elements that show it. */
export function startIdleAgent(
  status: AgentStatus,
  parts: { importPart: ImportPart; platform: Platform },
  totals?: Totals,
): ExposedMonetization {
  const render = () => ({
    status,
    pausedBy: null,
    provider: null,
    sandbox: false,
    persona: null,
    error: null,
    totals: totals?.list() ?? [],
    sessions: [],
    connection: null,
  });
  const exposed = exposeState(render, {
    setPaused: () => undefined,
    connect: () => undefined,
    disconnect: () => undefined,
    useLegacy: () => 'stopped',
    trace: () => Promise.resolve([]),
  });
  const scan = createElementScan(document, (name) => usePart(parts, name, () => undefined));
  const { disconnect } = observeDocument(document, parts.platform, scan);
  return {
    ...exposed,
    undo() {
      disconnect();
      exposed.undo();
    },
  };
}
