import { fixture, html, waitUntil } from '@open-wc/testing';
import type { TraceEntry } from '../../src/agent/state.js';
import type { WmFlow } from '../../src/wm-flow/wm-flow.js';
import '../../src/wm-flow/define.js';

const START = Date.parse('2026-01-01T00:00:00Z');

/** A `document.monetization` that tells what a test wants to have happened. */
export class FakeSource extends EventTarget {
  #last = 0;
  readonly #past: TraceEntry[];

  constructor(past: readonly Partial<TraceEntry>[] = []) {
    super();
    this.#past = past.map((entry) => this.entry(entry));
  }

  async trace(): Promise<readonly TraceEntry[]> {
    return this.#past;
  }

  entry(entry: Partial<TraceEntry>): TraceEntry {
    const number = ++this.#last;
    return {
      ...{ id: `entry-${number}`, at: START + number * 10, took: 5 },
      ...{ from: 'agent', to: 'provider', name: 'GET /relay' },
      ...entry,
    };
  }

  tell(entry: Partial<TraceEntry>): TraceEntry {
    const told = this.entry(entry);
    this.dispatchEvent(new CustomEvent('agenttrace', { detail: told }));
    return told;
  }
}

export const HREF = 'https://wallet.example/alice';

/** A whole flow of one link. */
export const FLOW: readonly Partial<TraceEntry>[] = [
  {
    name: 'POST /relay/wallet-addresses',
    href: HREF,
    took: 15,
    status: 200,
    request: { walletAddress: HREF },
  },
  {
    from: 'provider',
    to: 'receiver',
    name: 'GET wallet address',
    href: HREF,
    status: 200,
    response: { id: HREF },
  },
  { to: 'page', name: 'load', href: HREF, took: 0 },
  {
    to: 'page',
    name: 'monetization',
    href: HREF,
    took: 0,
    request: { amountSent: { currency: 'USD', value: '0.01' } },
  },
];

export const FAILURE: Partial<TraceEntry> = {
  name: 'POST /relay/wallet-addresses',
  href: 'https://wallet.example/404',
  status: 422,
  error: {
    code: 'wallet-address-not-found',
    message: 'It is unknown.',
    fix: 'Check the spelling of the href.',
  },
};

/** The element, showing as many entries as the source has told. */
export async function showing(source: FakeSource, count: number): Promise<WmFlow> {
  const element = await fixture<WmFlow>(html`<wm-flow .source=${source}></wm-flow>`);
  await shows(element, count);
  return element;
}

export function shows(element: WmFlow, count: number): Promise<void> {
  return waitUntil(() => rowsOf(element).length === count, `${count} entries are shown`, { timeout: 5_000 });
}

export function rowsOf(element: WmFlow): HTMLButtonElement[] {
  return [...element.renderRoot.querySelectorAll<HTMLButtonElement>('.row')];
}

/** What a screen reader hears of each. */
export function spokenBy(element: WmFlow): string[] {
  return rowsOf(element).map((row) => row.querySelector('.unseen')?.textContent ?? '');
}
