import type { RelayDescription } from '../../protocol/relay-messages.js';
import type { AgentContext } from '../agent/agent-context.js';
import { isSimulationAllowed, SIMULATE } from '../agent/core/is-simulation-allowed.js';
import { readPersona } from '../agent/core/read-persona.js';
import type { AgentOperations } from './running/agent-operations.js';
import type { ControlModule } from './running/lazy-control.js';
import { RunningSimulation } from './running/running-simulation.js';
import { PAYING_SCENARIO } from './scenario/paying-scenario.js';
import type { SimulationScenario } from './scenario/simulation-scenario.js';

export { startLate } from './late-start.js';

const simulatedAgents = new WeakSet<AgentContext>();

/**
 * Replaces the agent's clock and random numbers by simulated ones, and gives it a simulated relay. The
 * parameters after `simulateOn` are the agent's own, because this lazy module has a copy of each module that
 * it imports.
 * @returns the description of the simulated provider.
 * @throws RelayError `simulation-not-allowed`
 */
export async function startSimulation(
  agent: AgentContext,
  simulateOn: string | null | undefined,
  RelayError: AgentOperations['RelayError'],
  openConnection: AgentOperations['openConnection'],
  useRelay: AgentOperations['useRelay'],
): Promise<RelayDescription> {
  const operations = { RelayError, openConnection, useRelay };
  const persona = agent.persona ?? readPersona(SIMULATE, simulateOn) ?? 'paying';
  const isAllowed = isSimulationAllowed(simulateOn);
  // The control has the texts of errors, and all scenarios but one.
  const module =
    isAllowed && persona === 'paying' ? undefined : await agent.importModule('simulation-control');
  if (!isAllowed) throw new RelayError('simulation-not-allowed', module?.SIMULATION_NOT_ALLOWED);
  if (!simulatedAgents.has(agent)) {
    simulatedAgents.add(agent);
    const scenario = module ? scenarioOf(agent, persona, module) : PAYING_SCENARIO;
    const running = new RunningSimulation(agent, operations, scenario, module);
    running.control.announce();
    // Without its control, the simulation runs as the page began it.
    await running.control.loading?.catch(() => undefined);
    running.isRunning = true;
  }
  return agent.relay.describe();
}

function scenarioOf({ platform }: AgentContext, persona: string, module: ControlModule): SimulationScenario {
  try {
    return module.parseScenario(persona as SimulationScenario['persona']);
  } catch (cause) {
    platform.warn(`[wm-polyfill] ${cause}`);
    return PAYING_SCENARIO;
  }
}
