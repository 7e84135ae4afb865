import type { MonetizationEvent } from '../page-api/monetization-event.js';
import type { Agent } from './agent.js';
import { observeDocument } from './document-observer.js';
import { exposeState } from './monetization.js';
import { importPartFrom, usePart } from './parts.js';
import { capturePlatform } from './platform.js';
import type { Platform } from './platform.js';
import type { AgentState } from './state.js';
import { Totals } from '../protocol/totals.js';
import { createElementScan } from './element-scan.js';

export interface StandAsideOptions {
  directory?: string | null;
  platform?: Platform;
}

/** An extension or the browser itself pays on this page: request nothing, fire nothing, only show what it does. */
export function standAside(options: StandAsideOptions = {}): Agent {
  const platform = options.platform ?? capturePlatform();
  const totals = new Totals();
  // The other agent has its own switches, and a page cannot reach them.
  const exposed = exposeState(() => renderOtherAgent(totals), {
    setPaused: () => undefined,
    connect: () => undefined,
    disconnect: () => undefined,
    useLegacy: () => 'stopped',
    trace: () => Promise.resolve([]),
  });

  const add = (event: Event): void => {
    const { currency, value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    try {
      totals.add({ currency: String(currency), value: String(value) });
      exposed.changed();
    } catch {
      // Not an amount: the other agent's business.
    }
  };
  addEventListener('monetization', add);
  const undos = [
    exposed.undo,
    observeDocument(
      document,
      platform,
      createElementScan(document, (name) =>
        usePart({ importPart: importPartFrom(options.directory ?? null), platform }, name, () => undefined),
      ),
    ).disconnect,
    () => removeEventListener('monetization', add),
  ];
  return { monetization: exposed.monetization, stop: () => undos.forEach((undo) => undo()) };
}

function renderOtherAgent(totals: Totals): AgentState {
  return {
    status: 'other-agent',
    pausedBy: null,
    provider: null,
    sandbox: false,
    persona: null,
    error: null,
    totals: totals.list(),
    sessions: [],
    connection: null,
  };
}
