import { PAGE_ERRORS } from '../../protocol/error-codes/page-errors.js';
import type { RelayDescription } from '../../protocol/relay-messages.js';
import type { Persona } from '../../protocol/sandbox/personas.js';
import type { AgentContext } from '../agent/agent-context.js';
import { isSimulationAllowed, SIMULATE } from '../agent/core/is-simulation-allowed.js';
import { readPersona } from '../agent/core/read-persona.js';
import { installSimulation } from './install-simulation.js';
import type { AgentOperations } from './control/restart-agent.js';
import { parseScenario } from './scenario/simulation-scenario.js';

export { startLate } from './late-start.js';

const simulatedAgents = new WeakSet<AgentContext>();

/**
 * Replaces the agent's clock and random numbers by simulated ones, and gives it a simulated relay. The
 * parameters after `simulateOn` are the agent's own, because this lazy module has a copy of each module that
 * it imports.
 * @returns the description of the simulated provider.
 * @throws RelayError `simulation-not-allowed`
 */
export function startSimulation(
  agent: AgentContext,
  simulateOn: string | null | undefined,
  RelayError: AgentOperations['RelayError'],
  openConnection: AgentOperations['openConnection'],
  useRelay: AgentOperations['useRelay'],
): Promise<RelayDescription> {
  if (!simulatedAgents.has(agent)) {
    if (!isSimulationAllowed(simulateOn)) {
      throw new RelayError('simulation-not-allowed', PAGE_ERRORS['simulation-not-allowed']);
    }
    simulatedAgents.add(agent);
    installSimulation(agent, personaOf(agent, simulateOn), { RelayError, openConnection, useRelay });
  }
  return agent.relay.describe();
}

function personaOf({ persona, platform }: AgentContext, simulateOn: string | null | undefined): Persona {
  try {
    return parseScenario(persona ?? readPersona(SIMULATE, simulateOn) ?? 'paying').persona;
  } catch (cause) {
    platform.warn(`[wm-polyfill] ${cause}`);
    return 'paying';
  }
}
