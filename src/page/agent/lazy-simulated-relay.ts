import type { RelayDescription } from '../../protocol/relay-messages.js';
import type { Relay } from '../relay-client/relay.js';
import { RelayError } from '../relay-client/relay-error.js';
import { openConnection } from './connection/connection.js';
import type { AgentContext } from './agent-context.js';
import { SIMULATE } from './core/is-simulation-allowed.js';

/**
 * The simulated relay. Its module loads when it is called for the first time, and the agent always calls
 * `describe()` first. The module then chooses the relay that answers, for each scenario another one.
 */
export function createLazySimulatedRelay(agent: AgentContext, simulateOn: string | null | undefined): Relay {
  const describe = async (): Promise<RelayDescription> =>
    (await agent.importModule('simulation')).startSimulation(
      agent,
      simulateOn,
      RelayError,
      openConnection,
      (relay) => (current = relay),
    );
  let current = { provider: SIMULATE, describe } as Relay;
  return new Proxy(current, { get: (_, name: keyof Relay) => current[name] });
}
