import type { BindRequest, Connection } from '../../../protocol/relay-messages.js';
import type { RunningSimulation } from '../running/running-simulation.js';

/** Replaces the connect page: the simulated visitor consents or declines at once. */
export async function bindImmediately(
  { agent, relay }: RunningSimulation,
  connection: string,
  request: BindRequest,
): Promise<Connection> {
  try {
    await relay.bindConnection(connection, request);
    agent.refreshConnection?.();
  } catch (cause) {
    agent.error = agent.report(cause);
    agent.notifyStateChange();
  }
  return relay.account.toMessage(connection);
}
