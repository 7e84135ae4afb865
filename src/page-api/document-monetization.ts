import { NativeEventTarget } from './natives.js';
import { patch } from './patch.js';
import { defineInterface, slotsOf } from './web-idl.js';

/** The first version's view of one tag. */
export type MonetizationState = 'stopped' | 'pending' | 'started';

/** What a page may ask of the agent. */
export interface Steering<Trace = unknown> {
  setPaused(paused: boolean): void;
  connect(): void;
  disconnect(): void;
  /** The page uses this member of the first version, whose state is answered. */
  useLegacy(member: string): MonetizationState;
  trace(): Promise<Trace>;
}

interface Slots<State, Trace> {
  readonly read: () => State;
  readonly steering: Steering<Trace>;
}

const slots = new WeakMap<EventTarget, Slots<unknown, unknown>>();
/** Every type of the first version begins like this; which is one, that version's file knows. */
const LEGACY_EVENTS = /^(monetization.|tip$)/;

/** `document.monetization`. Fires `agentstatechange` after each change of `agentState`. */
export class Monetization<
  State extends { sessions: unknown; connection: unknown },
  Trace = unknown,
> extends NativeEventTarget {
  constructor(read: () => State, steering: Steering<Trace>) {
    super();
    slots.set(this, { read, steering });
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

  /** @deprecated The first version's. */
  get state(): MonetizationState {
    return slotsOf(slots, this).steering.useLegacy('state');
  }

  /** The visitor stops paying on this page. */
  pause(): void {
    slotsOf(slots, this).steering.setPaused(true);
  }

  resume(): void {
    slotsOf(slots, this).steering.setPaused(false);
  }

  /** The visitor connects a wallet, on the provider's own page. Call it from a click. */
  connect(): void {
    slotsOf(slots, this).steering.connect();
  }

  /** The visitor takes the consent back. */
  disconnect(): void {
    slotsOf(slots, this).steering.disconnect();
  }

  /** What has happened so far. From then on an `agenttrace` event tells of each call and event. */
  trace(): Promise<Trace> {
    return slotsOf(slots, this).steering.trace() as Promise<Trace>;
  }

  override addEventListener(...listener: Parameters<EventTarget['addEventListener']>): void {
    const [type] = listener;
    if (LEGACY_EVENTS.test(type)) slotsOf(slots, this).steering.useLegacy(type);
    super.addEventListener(...listener);
  }
}

defineInterface(Monetization, 'Monetization');

/** Makes `monetization` appear as `document.monetization`, unless there is one already. A script that names no provider gives way to one that does. */
export function exposeMonetization(document: Document, monetization: EventTarget): () => void {
  if (document.monetization && document.monetization.agentState?.status !== 'no-provider')
    return () => undefined;
  return patch(document, 'monetization', { get: () => monetization, enumerable: true, configurable: true });
}
