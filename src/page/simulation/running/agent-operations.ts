import type { openConnection } from '../../agent/connection/connection.js';
import type { Relay } from '../../relay-client/relay.js';
import type { RelayError } from '../../relay-client/relay-error.js';

/** Functions and classes of the agent, because this lazy module has a copy of each module that it imports. */
export interface AgentOperations {
  RelayError: typeof RelayError;
  openConnection: typeof openConnection;
  /** Makes this relay answer the agent's calls. */
  useRelay(relay: Relay): void;
}
