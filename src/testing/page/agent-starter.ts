import type { Platform } from '../../page/agent/core/platform.js';
import { startLate } from '../../page/simulation/late-start.js';
import { startSimulatedAgent } from './start-simulated-agent.js';

/** Starts and stops the agent of a page that has none. */
export class AgentStarter {
  readonly #platform: Platform;
  #stopAgent: (() => void) | undefined;
  /** The number of stops. A late agent must not start after one. */
  #stopCount = 0;

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  start(persona: string): void {
    if (this.#stopAgent || persona === 'no-agent') return;
    const stopCount = this.#stopCount;
    const start = (): void => {
      if (this.#stopCount === stopCount) this.#stopAgent = startSimulatedAgent(this.#platform);
    };
    if (persona === 'late') startLate(this.#platform, start);
    else start();
  }

  stop(): void {
    this.#stopCount += 1;
    this.#stopAgent?.();
    this.#stopAgent = undefined;
  }
}
