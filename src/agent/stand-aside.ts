import { exposeMonetization, Monetization } from '../page-api/document-monetization.js';
import type { MonetizationEvent } from '../page-api/monetization-event.js';
import type { Agent } from './agent.js';
import { observeDocument } from './document-observer.js';
import { capturePlatform } from './platform.js';
import type { Platform } from './platform.js';
import { StateStore } from './state-store.js';
import type { AgentState } from './state.js';
import { createStatusElementScan } from './status-element.js';
import { Totals } from './totals.js';

export interface StandAsideOptions {
  statusModule?: string | null;
  platform?: Platform;
}

/** An extension or the browser itself pays on this page: request nothing, fire nothing, only show what it does. */
export function standAside(options: StandAsideOptions = {}): Agent {
  const platform = options.platform ?? capturePlatform();
  const totals = new Totals();
  const store: StateStore = new StateStore(
    () => renderOtherAgent(totals),
    () => monetization.dispatchEvent(new Event('agentstatechange')),
  );
  const monetization = new Monetization<AgentState>({
    get agentState() {
      return store.agentState;
    },
    // The other agent has its own switch, and a page cannot reach it.
    pause: () => undefined,
    resume: () => undefined,
  });

  const add = (event: Event): void => {
    const { currency, value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
    try {
      totals.add({ currency: String(currency), value: String(value) });
      store.invalidate();
    } catch {
      // Not an amount: the other agent's business.
    }
  };
  addEventListener('monetization', add);
  const undos = [
    exposeMonetization(document, monetization),
    observeDocument(document, createStatusElementScan(document, options.statusModule ?? null, platform)),
    () => removeEventListener('monetization', add),
  ];
  return { monetization, stop: () => undos.forEach((undo) => undo()) };
}

function renderOtherAgent(totals: Totals): AgentState {
  return {
    status: 'other-agent',
    pausedBy: null,
    provider: null,
    sandbox: false,
    error: null,
    totals: totals.list(),
    sessions: [],
  };
}
