import { NativeEventTarget } from './natives.js';
import { patch } from './patch.js';
import { defineInterface, slotsOf } from './web-idl.js';

/** State of one tag in the first version of Web Monetization. */
export type MonetizationState = 'stopped' | 'pending' | 'started';

/** The commands of `document.monetization`, which the agent implements. */
export interface MonetizationCommands<Trace = unknown> {
  setPaused(paused: boolean): void;
  /** `isQueued`: called before the agent was there, so wait until the provider has answered. */
  connect(isQueued?: boolean): void;
  disconnect(isQueued?: boolean): void;
  /**
   * Called when the page uses a member of the first version, or listens for an event, perhaps one of it.
   * @returns the state in that version.
   */
  legacy(member: string): MonetizationState;
  trace(): Promise<Trace>;
}

/** Carries out a command: a function of its name, so that a queue need not name each command. */
export type CarryOut<Commands> = <Name extends keyof Commands>(
  name: Name,
  ...args: Commands[Name] extends (...args: infer Args) => unknown ? Args : never
) => Commands[Name] extends (...args: never) => infer Result ? Result : never;

export interface MonetizationSlots<State, Trace> {
  /** Called when the page reads the state. */
  read(): State;
  carryOut: CarryOut<MonetizationCommands<Trace>>;
}

const slots = new WeakMap<EventTarget, MonetizationSlots<unknown, unknown>>();

/** `document.monetization`. Fires `agentstatechange` after each change of `agentState`. */
export class Monetization<
  State extends { sessions: unknown; connection: unknown },
  Trace = unknown,
> extends NativeEventTarget {
  constructor(own: MonetizationSlots<State, Trace>) {
    super();
    slots.set(this, own);
  }

  get agentState(): State {
    return slotsOf(slots, this).read() as State;
  }

  get sessions(): State['sessions'] {
    return this.agentState.sessions;
  }

  get connection(): State['connection'] {
    return this.agentState.connection;
  }

  /** @deprecated Part of the first version of Web Monetization. Use `agentState`. */
  get state(): MonetizationState {
    return slotsOf(slots, this).carryOut('legacy', 'state');
  }

  /** Stops payments on this page until `resume()`. */
  pause(): void {
    slotsOf(slots, this).carryOut('setPaused', true);
  }

  resume(): void {
    slotsOf(slots, this).carryOut('setPaused', false);
  }

  /** Opens the provider's connect page, where the visitor connects a wallet. Call it from a click. */
  connect(): void {
    slotsOf(slots, this).carryOut('connect');
  }

  /** Revokes the visitor's consent. */
  disconnect(): void {
    slotsOf(slots, this).carryOut('disconnect');
  }

  /** The calls and events so far. Afterwards an `agenttrace` event fires for each call and event. */
  trace(): Promise<Trace> {
    return slotsOf(slots, this).carryOut('trace') as Promise<Trace>;
  }

  override addEventListener(...listener: Parameters<EventTarget['addEventListener']>): void {
    slotsOf(slots, this).carryOut('legacy', listener[0]);
    super.addEventListener(...listener);
  }
}

defineInterface(Monetization, 'Monetization');

/**
 * Exposes `monetization` as `document.monetization`, unless another agent has defined it. An idle agent
 * without a provider is replaced.
 * @returns a function that undoes it.
 */
export function exposeMonetization(document: Document, monetization: EventTarget): () => void {
  if (document.monetization && document.monetization.agentState?.status !== 'no-provider')
    return () => undefined;
  return patch(document, 'monetization', { get: () => monetization, enumerable: true, configurable: true });
}
