import type { RelayDescription } from '../../protocol/relay-messages.js';
import type { Relay } from '../relay-client/relay.js';
import { RelayError } from '../relay-client/relay-error.js';
import { openConnection } from './connection/connection.js';
import type { AgentContext } from './agent-context.js';
import { SIMULATE } from './core/is-simulation-allowed.js';

/**
 * Placeholder for the simulated relay until its module has loaded. The agent always calls `describe()` first;
 * that call loads the module, which then replaces all methods of this object.
 */
export function createLazySimulatedRelay(
  agent: () => AgentContext,
  simulateOn: string | null | undefined,
): Relay {
  const describe = async (): Promise<RelayDescription> =>
    (await agent().importModule('simulation')).startSimulation(
      agent(),
      simulateOn,
      RelayError,
      openConnection,
    );
  return { provider: SIMULATE, describe } as Relay;
}
