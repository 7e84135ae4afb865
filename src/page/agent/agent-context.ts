import type { Persona } from '../../protocol/sandbox/personas.js';
import type { LegacyContext } from './legacy/legacy-context.js';

/** The internal state of one agent in one document. Pages get only a snapshot, `AgentState`. */
export interface AgentContext extends LegacyContext {
  /** The simulated visitor. Null without a simulation or a local provider. */
  persona: Persona | null;
}
