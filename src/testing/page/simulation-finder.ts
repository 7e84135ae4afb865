import {
  SIMULATION_REQUEST_EVENT,
  SIMULATION_START_EVENT,
  type Simulation,
} from '../../page/simulation/running/simulation-control.js';
import type { Platform } from '../../page/agent/core/platform.js';

/** In real milliseconds. */
const AGENT_TIMEOUT_MS = 5_000;

interface Page {
  readonly platform: Platform;
  readonly persona: () => string;
  readonly onStart: (simulation: Simulation) => void;
}

/** Finds the simulation of this page, and waits for one that starts later. */
export class SimulationFinder {
  /** The last simulation that was found. */
  found: Simulation | undefined;
  readonly #page: Page;
  #waiters: (() => void)[] = [];

  constructor(page: Page) {
    this.#page = page;
  }

  listen(): void {
    document.addEventListener(SIMULATION_START_EVENT, this.#onStart);
  }

  stop(): void {
    document.removeEventListener(SIMULATION_START_EVENT, this.#onStart);
    this.found = undefined;
  }

  /** @throws Error if no simulation starts in time */
  async find(): Promise<Simulation> {
    document.dispatchEvent(
      new CustomEvent(SIMULATION_REQUEST_EVENT, {
        detail: (found: Simulation) => (this.found ??= found),
      }),
    );
    if (!this.found) await this.#waitForStart();
    if (this.found) return this.found;
    throw new Error(
      `[wm-polyfill] No simulation runs in this page (persona "${this.#page.persona()}"). Check for script errors and for another Web Monetization agent.`,
    );
  }

  readonly #onStart = ({ detail }: CustomEventInit<Simulation>): void => {
    if (!detail) return;
    this.found = detail;
    this.#page.onStart(detail);
    for (const notify of this.#waiters.splice(0)) notify();
  };

  #waitForStart(): Promise<void> {
    const { persona, platform } = this.#page;
    if (persona() === 'no-agent') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = platform.setTimeout(resolve, AGENT_TIMEOUT_MS);
      this.#waiters.push(() => {
        platform.clearTimeout(timer);
        resolve();
      });
    });
  }
}
