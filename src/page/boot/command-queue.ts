import type { MonetizationCommands } from '../api/document-monetization.js';
import type { TraceEntry } from '../../protocol/trace.js';

type Commands = MonetizationCommands<readonly TraceEntry[]>;

export interface CommandQueue {
  readonly commands: Commands;
  readonly isPaused: boolean;
  /** Passes the queued commands to the agent, in their order. */
  carryOut(agent: Commands): void;
}

/** Keeps the page's commands until the agent has been loaded. `onCommand` is called after each one. */
export function createCommandQueue(onCommand: () => void): CommandQueue {
  const queue: ((agent: Commands) => void)[] = [];
  let isPaused = false;
  const add = (command: (agent: Commands) => void): void => {
    queue.push(command);
    onCommand();
  };
  return {
    get isPaused() {
      return isPaused;
    },
    commands: {
      setPaused(paused) {
        isPaused = paused;
        add((agent) => agent.setPaused(paused));
      },
      connect: () => add((agent) => agent.connect(true)),
      disconnect: () => add((agent) => agent.disconnect(true)),
      useLegacy(member) {
        add((agent) => void agent.useLegacy(member));
        return 'stopped';
      },
      trace: () => new Promise((resolve) => add((agent) => resolve(agent.trace()))),
    },
    carryOut(agent) {
      for (const command of queue.splice(0)) command(agent);
    },
  };
}
