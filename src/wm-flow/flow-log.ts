import type { TraceEntry } from '../agent/state.js';
import { ENGLISH } from './words.js';

/** So many are kept. A page that runs for hours needs no more memory than after its first minutes. */
export const LIMIT = 200;

/** The last entries, the newest version of each, in the order in which they began. */
export class FlowLog {
  readonly #entries = new Map<string, TraceEntry>();

  put(entry: TraceEntry): void {
    this.#entries.set(entry.id, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > LIMIT && oldest !== undefined) this.#entries.delete(oldest);
  }

  clear(): void {
    this.#entries.clear();
  }

  hrefs(): string[] {
    return [...new Set([...this.#entries.values()].flatMap(({ href }) => href ?? []))];
  }

  /** What concerns a link: its own, and what concerns all of them. */
  entries(href: string | null): TraceEntry[] {
    return [...this.#entries.values()]
      .filter((entry) => href === null || entry.href === undefined || entry.href === href)
      .sort((a, b) => a.at - b.at || turnOf(a) - turnOf(b));
  }
}

const TURNS = Object.keys(ENGLISH.meanings);

/** What is told of one millisecond came in the order of the flow. */
function turnOf({ name, to }: TraceEntry): number {
  return Math.max(TURNS.indexOf(name), TURNS.indexOf(`${name} to ${to}`));
}
