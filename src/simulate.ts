import {
  SIMULATION_REQUEST_EVENT,
  SIMULATION_START_EVENT,
  type Simulation,
} from './page/simulation/running/simulation-control.js';
import { NativeCustomEvent } from './page/api/natives.js';
import { parseDuration } from './page/simulation/scenario/parse-duration.js';
import { parseScenario } from './page/simulation/scenario/simulation-scenario.js';

export type * from './page/simulation/running/simulation-control.js';
export type { SimulatedCode } from './page/simulation/simulated-relay/simulated-problems.js';
export type { SimulationOptions } from './page/simulation/scenario/simulation-scenario.js';
export type { Persona } from './protocol/sandbox/personas.js';
export type { TraceEntry } from './protocol/trace.js';

/** How long to wait for a simulation to start, in real milliseconds. */
const START_TIMEOUT_MS = 10_000;
const NOT_RUNNING_MESSAGE =
  'No simulation has started in this page. Check that the script tag has data-provider="simulate", that this host is local or listed in data-simulate-on, and that wm-simulation.js loads.';

/**
 * Controls the simulation of this page, started by `wm.js` or by a bundled copy. Calls before it has started
 * take effect when it starts. `use()`, `reset()`, `fail()`, `clock.stop()` and `clock.start()` then apply
 * before its first response.
 */
export const simulation: Simulation = {
  get persona() {
    return requireSimulation().persona;
  },
  clock: {
    now: () => requireSimulation().clock.now(),
    advance: async (duration) => {
      parseDuration(duration);
      return (await waitForSimulation()).clock.advance(duration);
    },
    stop: () => whenRunning(({ clock }) => clock.stop()),
    start: () => whenRunning(({ clock }) => clock.start()),
  },
  use(scenario) {
    parseScenario(scenario);
    whenRunning((found) => found.use(scenario));
  },
  reset: () => whenRunning((found) => found.reset()),
  pay: async (link, amount) => (await waitForSimulation()).pay(link, amount),
  fail: (link, code, options) => whenRunning((found) => found.fail(link, code, options)),
  trace: () => requireSimulation().trace(),
  rerun: async (trace) => (await waitForSimulation()).rerun(trace),
};

// The control loads with the simulation, because this page is going to use it.
if (typeof document === 'object') {
  document.addEventListener(SIMULATION_START_EVENT, ({ detail }: CustomEventInit<Simulation>) => void detail);
  findSimulation();
}

function whenRunning(steps: (found: Simulation) => void): void {
  const found = findSimulation();
  if (found) return steps(found);
  document.addEventListener(
    SIMULATION_START_EVENT,
    ({ detail }: CustomEventInit<Simulation>) => detail && steps(detail),
    {
      once: true,
    },
  );
}

function waitForSimulation(): Promise<Simulation> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`[wm-polyfill] ${NOT_RUNNING_MESSAGE}`)),
      START_TIMEOUT_MS,
    );
    whenRunning((found) => {
      clearTimeout(timer);
      resolve(found);
    });
  });
}

function requireSimulation(): Simulation {
  const found = findSimulation();
  if (!found) throw new Error('[wm-polyfill] No simulation is running in this page yet.');
  return found;
}

function findSimulation(): Simulation | undefined {
  let found: Simulation | undefined;
  // Server-side rendering has no document.
  if (typeof document !== 'object') return undefined;
  const detail = (answer: Simulation): void => void (found = answer);
  document.dispatchEvent(new NativeCustomEvent(SIMULATION_REQUEST_EVENT, { detail }));
  return found;
}
