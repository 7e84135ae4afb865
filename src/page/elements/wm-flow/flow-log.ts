import type { TraceEntry } from '../../agent/state/state.js';
import { ENGLISH_FLOW_MESSAGES } from './messages.js';

/** Bounds the memory of pages that run for hours. */
const MAX_FLOW_ENTRIES = 200;

/** The newest entries, each in its latest version, ordered by start time. */
export class FlowLog {
  readonly #entries = new Map<string, TraceEntry>();

  put(entry: TraceEntry): void {
    this.#entries.set(entry.id, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_FLOW_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
  }

  clear(): void {
    this.#entries.clear();
  }

  hrefs(): string[] {
    return [...new Set([...this.#entries.values()].flatMap(({ href }) => href ?? []))];
  }

  /** The entries of one link and those without a link. Null: all entries. */
  entries(href: string | null): TraceEntry[] {
    return [...this.#entries.values()]
      .filter((entry) => href === null || entry.href === undefined || entry.href === href)
      .sort((a, b) => a.at - b.at || entryOrder(a) - entryOrder(b));
  }
}

const ENTRY_ORDER = Object.keys(ENGLISH_FLOW_MESSAGES.descriptions);

/** Entries of the same millisecond are in the order of the flow. */
function entryOrder({ name, to }: TraceEntry): number {
  return Math.max(ENTRY_ORDER.indexOf(name), ENTRY_ORDER.indexOf(`${name} to ${to}`));
}
