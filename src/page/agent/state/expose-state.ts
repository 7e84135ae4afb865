import {
  exposeMonetization,
  Monetization,
  type CarryOut,
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
import type { TraceEntry } from '../../../protocol/trace.js';

export type AgentCommands = MonetizationCommands<readonly TraceEntry[]>;

/** What has the state of `document.monetization` and carries out its commands. */
export interface StateSource {
  /** The newest snapshot. Called when the page reads the state. */
  read(): AgentState;
  carryOut: CarryOut<AgentCommands>;
}

export interface ExposedMonetization {
  readonly monetization: DocumentMonetization;
  /** Assign another source's members to replace it. */
  readonly source: StateSource;
  /** Tells the page that there is a new snapshot. */
  fireStateChange(): void;
  undo(): void;
}

/** Exposes an agent's state and commands as `document.monetization`. */
export function exposeState(source: StateSource): ExposedMonetization {
  const own: StateSource = { ...source };
  const monetization: DocumentMonetization = new Monetization(own);
  const undo = exposeMonetization(document, monetization);
  const answerRequest = ({ detail }: CustomEventInit): void => {
    if (typeof detail === 'function') detail(monetization);
  };
  addEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
  const announceSource = (): void => dispatch(new NativeEvent(STATE_SOURCE_CHANGE), document);
  // Deferred, because a listener may call a command at once, while the agent is still being constructed.
  void queueMicrotaskSteps(announceSource);
  return {
    monetization,
    source: own,
    fireStateChange: () => dispatch(new NativeEvent('agentstatechange'), monetization),
    undo() {
      undo();
      removeEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
      announceSource();
    },
  };
}
