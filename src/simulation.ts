import { FIND_EVENT, START_EVENT } from './agent/simulation/simulation.js';
import type { Simulation } from './agent/simulation/simulation.js';
import { NativeCustomEvent } from './page-api/natives.js';
import { parseDuration } from './relay/simulated/parse-duration.js';
import { parseScenario } from './relay/simulated/scenario.js';

export type * from './agent/simulation/simulation.js';
export type { SimulatedCode } from './relay/simulated/problems.js';
export type { SimulationOptions } from './relay/simulated/scenario.js';
export type { Persona } from './protocol/personas.js';
export type { TraceEntry } from './protocol/trace.js';

/** How long to wait for a simulation to start, in real milliseconds. */
const PATIENCE = 10_000;
const NOBODY =
  'No simulation has started in this page. Is data-provider="simulate" there, is this host local or named by data-simulate-on, and does wm-simulation.js load?';

/**
 * The simulation of this page, from whichever copy of the script: `wm.js`, or a bundler's. What is asked for before it has started is done when it does:
 * `use()`, `reset()`, `fail()` and the clock's switches before its first answer.
 */
export const simulation: Simulation = {
  get persona() {
    return running().persona;
  },
  clock: {
    now: () => running().clock.now(),
    advance: async (duration) => {
      parseDuration(duration);
      return (await started()).clock.advance(duration);
    },
    stop: () => whenRunning(({ clock }) => clock.stop()),
    start: () => whenRunning(({ clock }) => clock.start()),
  },
  use(scenario) {
    parseScenario(scenario);
    whenRunning((found) => found.use(scenario));
  },
  reset: () => whenRunning((found) => found.reset()),
  pay: async (link, amount) => (await started()).pay(link, amount),
  fail: (link, code, options) => whenRunning((found) => found.fail(link, code, options)),
  trace: () => running().trace(),
  rerun: async (trace) => (await started()).rerun(trace),
};

function whenRunning(steps: (found: Simulation) => void): void {
  const found = find();
  if (found) return steps(found);
  document.addEventListener(
    START_EVENT,
    ({ detail }: CustomEventInit<Simulation>) => detail && steps(detail),
    {
      once: true,
    },
  );
}

function started(): Promise<Simulation> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`[wm-polyfill] ${NOBODY}`)), PATIENCE);
    whenRunning((found) => {
      clearTimeout(timer);
      resolve(found);
    });
  });
}

function running(): Simulation {
  const found = find();
  if (!found) throw new Error('[wm-polyfill] No simulation runs in this page yet.');
  return found;
}

function find(): Simulation | undefined {
  let found: Simulation | undefined;
  // Without a document, as in server-side rendering, there is none.
  if (typeof document !== 'object') return undefined;
  const detail = (answer: Simulation): void => void (found = answer);
  document.dispatchEvent(new NativeCustomEvent(FIND_EVENT, { detail }));
  return found;
}
