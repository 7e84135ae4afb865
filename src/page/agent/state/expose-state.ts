import {
  exposeMonetization,
  Monetization,
  type MonetizationCommands,
} from '../../api/document-monetization.js';
import { NativeEvent } from '../../api/natives.js';
import { addEventListener, removeEventListener } from '../../api/onmonetization-attribute.js';
import { dispatch, queueMicrotaskSteps } from '../core/platform.js';
import {
  STATE_SOURCE_CHANGE,
  STATE_SOURCE_REQUEST,
  type AgentState,
  type DocumentMonetization,
} from './state.js';
import { StateStore } from './state-store.js';
import type { TraceEntry } from '../../../protocol/trace.js';

/** What renders the state of `document.monetization` and carries out its commands. */
export interface StateSource {
  render(): AgentState;
  readonly commands: MonetizationCommands<readonly TraceEntry[]>;
  /** Called when the page reads the state or adds a listener. */
  processUse?(): void;
}

export interface ExposedMonetization {
  readonly monetization: DocumentMonetization;
  /** Those of the current source. */
  commands(): StateSource['commands'];
  /** Replaces the source. */
  bind(source: StateSource): void;
  /** Marks the state as stale, so that it is rendered again. */
  notifyStateChange(): void;
  undo(): void;
}

/** Exposes an agent's state and commands as `document.monetization`. */
export function exposeState(initialSource: StateSource): ExposedMonetization {
  let source = initialSource;
  const commands = (): StateSource['commands'] => source.commands;
  const store = new StateStore(
    () => source.render(),
    () => dispatch(new NativeEvent('agentstatechange'), monetization),
  );
  const monetization: DocumentMonetization = new Monetization({
    read() {
      source.processUse?.();
      return store.agentState;
    },
    commands,
  });
  const undo = exposeMonetization(document, monetization);
  const answerRequest = ({ detail }: CustomEventInit): void => {
    if (typeof detail === 'function') detail(monetization);
  };
  addEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
  const announceSource = (): void => void dispatch(new NativeEvent(STATE_SOURCE_CHANGE), document);
  // Deferred, because a listener may call a command at once, while the agent is still being constructed.
  void queueMicrotaskSteps(announceSource);
  return {
    monetization,
    commands,
    bind(newSource) {
      source = newSource;
      store.invalidate();
    },
    notifyStateChange: () => store.invalidate(),
    undo() {
      undo();
      removeEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
      announceSource();
    },
  };
}
