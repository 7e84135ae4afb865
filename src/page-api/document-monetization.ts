import { patch } from './patch.js';
import { defineInterface, slotsOf } from './web-idl.js';

/** Whoever knows the agent's state and steers it. */
export interface MonetizationController<State> {
  readonly agentState: State;
  pause(): void;
  resume(): void;
  connect(): void;
}

const controllers = new WeakMap<EventTarget, MonetizationController<unknown>>();

/** `document.monetization`. Fires `agentstatechange` after each change of `agentState`. */
export class Monetization<State> extends EventTarget {
  constructor(controller: MonetizationController<State>) {
    super();
    controllers.set(this, controller);
  }

  get agentState(): State {
    return slotsOf(controllers, this).agentState as State;
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
}

defineInterface(Monetization, 'Monetization');

/** Makes `monetization` appear as `document.monetization`, unless there is one already. */
export function exposeMonetization(document: Document, monetization: EventTarget): () => void {
  if ('monetization' in document) return () => undefined;
  return patch(document, 'monetization', { get: () => monetization, enumerable: true, configurable: true });
}
