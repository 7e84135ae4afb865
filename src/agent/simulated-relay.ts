import type { RelayDescription } from '../protocol/relay-messages.js';
import type { Relay } from '../relay/relay.js';
import { RelayError } from '../relay/relay-error.js';
import { openConnection } from './connection.js';
import type { AgentContext } from './context.js';
import { SIMULATE } from './may-simulate.js';
import { endSession, initiateSession } from './session-flow.js';

/**
 * Stands in for the simulated line until its file has come, which puts all of a line's calls in the place of this one: every conversation
 * begins with the description.
 */
export function simulatedRelay(agent: () => AgentContext, simulateOn: string | null | undefined): Relay {
  const describe = async (): Promise<RelayDescription> =>
    (await agent().importPart('simulation')).simulate(
      agent(),
      simulateOn,
      RelayError,
      openConnection,
      initiateSession,
      endSession,
    );
  return { provider: SIMULATE, describe } as Relay;
}
