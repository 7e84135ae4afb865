import { unreachable } from '../relay/process-response.js';
import { RelayError } from '../relay/relay-error.js';
import type { Relay } from '../relay/relay.js';
import { SIMULATE } from './may-simulate.js';

/** Stands in for the simulated line until its file has come: every conversation begins with the description. */
export function lineToSimulation(open: () => Promise<void>): Relay {
  const line = {
    provider: SIMULATE,
    async describe() {
      try {
        await open();
      } catch (cause) {
        throw cause instanceof RelayError ? cause : unreachable(cause);
      }
      return line.describe();
    },
  } as Relay;
  return line;
}
