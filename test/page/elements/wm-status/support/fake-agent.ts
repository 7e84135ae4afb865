import { fixture, html } from '@open-wc/testing';
import type {
  AgentConnection,
  AgentError,
  AgentSession,
  AgentState,
  AgentStateSource,
} from '../../../../../src/page/agent/state/state.js';
import type { Clock } from '../../../../../src/page/elements/wm-status/core/clock.js';
import type { Variant, WmStatus } from '../../../../../src/page/elements/wm-status/wm-status.js';
import '../../../../../src/page/elements/wm-status/define.js';

// Otherwise the browser's own language would apply.
document.documentElement.lang = 'en';

const READY_STATE: AgentState = {
  status: 'ready',
  pausedBy: null,
  provider: 'https://provider.example',
  sandbox: false,
  persona: null,
  nativeAgent: null,
  error: null,
  totals: [],
  sessions: [],
  connection: null,
};

/** A fake `document.monetization` with a state that the test sets. It records the calls. */
export class FakeAgent extends EventTarget implements AgentStateSource {
  agentState: AgentState;
  readonly commands: string[] = [];

  constructor(state: Partial<AgentState> = {}) {
    super();
    this.agentState = { ...READY_STATE, ...state };
  }

  setState(state: Partial<AgentState>): void {
    this.agentState = { ...this.agentState, ...state };
    this.dispatchEvent(new Event('agentstatechange'));
  }

  connect(): void {
    this.commands.push('connect');
  }

  disconnect(): void {
    this.commands.push('disconnect');
    this.setState({ status: 'not-connected', connection: null });
  }

  pause(): void {
    this.commands.push('pause');
    this.setState({ status: 'paused', pausedBy: 'visitor' });
  }

  resume(): void {
    this.commands.push('resume');
    this.setState({ status: 'streaming', pausedBy: null });
  }
}

/** A manual clock. */
export class FakeClock implements Clock {
  #now = 0;
  #nextId = 1;
  readonly #timers = new Map<number, { at: number; callback: () => void }>();

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delay: number): number {
    this.#timers.set(this.#nextId, { at: this.#now + delay, callback });
    return this.#nextId++;
  }

  clearTimeout(id: number | undefined): void {
    if (id !== undefined) this.#timers.delete(id);
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
    for (const [id, { at, callback }] of [...this.#timers]) {
      if (at <= this.#now && this.#timers.delete(id)) callback();
    }
  }
}

export async function renderStatusFixture(
  agent?: FakeAgent,
  clock: Clock = new FakeClock(),
  variant: Variant = 'panel',
): Promise<WmStatus> {
  return fixture<WmStatus>(html`<wm-status .source=${agent} .clock=${clock} variant=${variant}></wm-status>`);
}

export const SESSION: AgentSession = {
  href: 'https://wallet.example/alice',
  status: 'active',
  walletAddress: 'https://wallet.example/alice',
  incomingPayment: null,
  dueIn: null,
  error: null,
};

export const CONNECTION: AgentConnection = {
  state: 'active',
  currency: 'USD',
  budget: '5.00',
  spent: '1.25',
  rate: '0.60',
  renewsAt: '2026-12-01T12:00:00Z',
};

export const UNREACHABLE: AgentError = {
  code: 'provider-unreachable',
  message: 'It did not answer.',
  fix: 'Start it.',
};

export function find<E extends HTMLElement = HTMLElement>(element: WmStatus, selector: string): E | null {
  return element.shadowRoot?.querySelector<E>(selector) ?? null;
}

/** The visible text of this part of the card, on one line. */
export function textOf(element: WmStatus, selector: string): string | undefined {
  return find(element, selector)?.innerText.replace(/\s+/g, ' ').trim();
}
