import { patch } from './patch.js';
import { defineInterface, slotsOf } from './web-idl.js';

/** The first version's view of one tag. */
export type MonetizationState = 'stopped' | 'pending' | 'started';

/** Whoever knows the agent's state and steers it. */
export interface MonetizationController<State> {
  readonly agentState: State;
  readonly state: MonetizationState;
  pause(): void;
  resume(): void;
  connect(): void;
  disconnect(): void;
  /** The page uses this member of the first version. */
  useLegacy(member: string): void;
}

const controllers = new WeakMap<EventTarget, MonetizationController<unknown>>();
const LEGACY_EVENTS = /^(monetization(pending|start|progress|stop)|tip)$/;

/** `document.monetization`. Fires `agentstatechange` after each change of `agentState`. */
export class Monetization<State extends { sessions: unknown; connection: unknown }> extends EventTarget {
  constructor(controller: MonetizationController<State>) {
    super();
    controllers.set(this, controller);
  }

  get agentState(): State {
    return slotsOf(controllers, this).agentState as State;
  }

  get sessions(): State['sessions'] {
    return this.agentState.sessions;
  }

  get connection(): State['connection'] {
    return this.agentState.connection;
  }

  /** @deprecated The first version's. */
  get state(): MonetizationState {
    const controller = slotsOf(controllers, this);
    controller.useLegacy('state');
    return controller.state;
  }

  /** The visitor stops paying on this page. */
  pause(): void {
    slotsOf(controllers, this).pause();
  }

  resume(): void {
    slotsOf(controllers, this).resume();
  }

  /** The visitor connects a wallet, on the provider's own page. Call it from a click. */
  connect(): void {
    slotsOf(controllers, this).connect();
  }

  /** The visitor takes the consent back. */
  disconnect(): void {
    slotsOf(controllers, this).disconnect();
  }

  override addEventListener(...listener: Parameters<EventTarget['addEventListener']>): void {
    if (LEGACY_EVENTS.test(listener[0])) slotsOf(controllers, this).useLegacy(listener[0]);
    super.addEventListener(...listener);
  }
}

defineInterface(Monetization, 'Monetization');

/** Makes `monetization` appear as `document.monetization`, unless there is one already. */
export function exposeMonetization(document: Document, monetization: EventTarget): () => void {
  if ('monetization' in document) return () => undefined;
  return patch(document, 'monetization', { get: () => monetization, enumerable: true, configurable: true });
}
