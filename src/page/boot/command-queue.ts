import type { CarryOut } from '../api/document-monetization.js';
import type { AgentCommands } from '../agent/state/expose-state.js';

export interface CommandQueue {
  add: CarryOut<AgentCommands>;
  /** Passes the queued commands to the agent, in their order. */
  passTo(carryOut: CarryOut<AgentCommands>): void;
}

type Command = (name: string, argument: unknown) => unknown;

/** Keeps the page's commands until the agent has been loaded. */
export function createCommandQueue(): CommandQueue {
  const queue: ((carryOut: Command) => void)[] = [];
  // connect() and disconnect() have no argument of their own. It is then their `isQueued`.
  const add: Command = (name, argument = true) => {
    const result = new Promise((resolve) => queue.push((carryOut) => resolve(carryOut(name, argument))));
    return name === 'trace' ? result : 'stopped';
  };
  return {
    add: add as CarryOut<AgentCommands>,
    passTo(carryOut) {
      for (const command of queue.splice(0)) command(carryOut as Command);
    },
  };
}
