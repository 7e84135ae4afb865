import type { MonetizationEvent } from '../page-api/monetization-event.js';
import type { Agent } from './agent.js';
import { startIdleAgent } from './idle-agent.js';
import { importPartFrom } from './parts.js';
import { capturePlatform } from './platform.js';
import type { Platform } from './platform.js';
import { Totals } from '../protocol/totals.js';

export interface StandAsideOptions {
  directory?: string | null;
  platform?: Platform;
}

/** An extension or the browser itself pays on this page: request nothing, fire nothing, only show what it does. */
export function standAside(options: StandAsideOptions = {}): Agent {
  const platform = options.platform ?? capturePlatform();
  const totals = new Totals();
  // The other agent has its own switches, and a page cannot reach them.
  const parts = { importPart: importPartFrom(options.directory ?? null), platform };
  const exposed = startIdleAgent('other-agent', parts, totals);

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
  return {
    monetization: exposed.monetization,
    stop() {
      exposed.undo();
      removeEventListener('monetization', add);
    },
  };
}
