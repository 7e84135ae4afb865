import { fixture, html } from '@open-wc/testing';
import type { TraceEntry } from '../../../../src/page/agent/state/state.js';
import type { WmFlow } from '../../../../src/page/elements/wm-flow/wm-flow.js';
import '../../../../src/page/elements/wm-flow/define.js';
import { waitFor } from '../../../support/wait-for.js';

const START_TIME = Date.parse('2026-01-01T00:00:00Z');

/** A fake `document.monetization` with a trace that the test emits. */
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
      ...{ id: `entry-${number}`, at: START_TIME + number * 10, took: 5 },
      ...{ from: 'agent', to: 'provider', name: 'GET /relay' },
      ...entry,
    };
  }

  emit(entry: Partial<TraceEntry>): TraceEntry {
    const delivered = this.entry(entry);
    this.dispatchEvent(new CustomEvent('agenttrace', { detail: delivered }));
    return delivered;
  }
}

export const HREF = 'https://wallet.example/alice';

/** A complete flow of one link. */
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

/** Renders the element and waits until it shows every entry of the source. */
export async function renderFlowFixture(source: FakeSource, count: number): Promise<WmFlow> {
  const element = await fixture<WmFlow>(html`<wm-flow .source=${source}></wm-flow>`);
  await waitForEntries(element, count);
  return element;
}

export async function waitForEntries(element: WmFlow, count: number): Promise<void> {
  await waitFor(() => rowsOf(element).length === count, `${count} entries are shown`);
}

export function rowsOf(element: WmFlow): HTMLButtonElement[] {
  return [...element.renderRoot.querySelectorAll<HTMLButtonElement>('.row')];
}

/** The accessible text of each entry. */
export function accessibleTexts(element: WmFlow): string[] {
  return rowsOf(element).map((row) => row.querySelector('.visually-hidden')?.textContent ?? '');
}
