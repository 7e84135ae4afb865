import { NativeCustomEvent } from '../../api/natives.js';
import type { LazyModules } from '../../agent/core/lazy-modules.js';
import type { RunningSimulation } from './running-simulation.js';
import { SIMULATION_REQUEST_EVENT, SIMULATION_START_EVENT, type Simulation } from './simulation-control.js';

export type ControlModule = LazyModules['simulation-control'];
type Command = 'use' | 'reset' | 'pay' | 'fail' | 'rerun';
type Later = (...args: never[]) => unknown;

/** Loads the control of a simulation when the page asks for it, or when the simulation needs its details. */
export class LazyControl {
  /** Undefined until it has loaded. */
  module: ControlModule | undefined;
  readonly #running: RunningSimulation;
  #simulation: Simulation | undefined;
  #loading: Promise<ControlModule> | undefined;

  constructor(running: RunningSimulation) {
    this.#running = running;
  }

  /** While the file loads: resolves when the commands of the page apply. */
  get loading(): Promise<ControlModule> | undefined {
    return this.module ? undefined : this.#loading;
  }

  load = (): ControlModule | Promise<ControlModule> => {
    if (this.module) return this.module;
    this.#loading ??= this.#running.agent.importModule('simulation-control').then(
      (module) => this.open(module),
      (cause: unknown) => {
        this.#loading = undefined;
        throw cause;
      },
    );
    return this.#loading;
  };

  open(module: ControlModule): ControlModule {
    this.#simulation = module.openControl(this.#running);
    return (this.module = module);
  }

  /** Gives the control to the page. Answers its requests until the agent stops. */
  announce(): void {
    const { agent } = this.#running;
    const answerRequest = ({ detail }: CustomEventInit): void => {
      if (agent.stopped) document.removeEventListener(SIMULATION_REQUEST_EVENT, answerRequest);
      else detail?.(this.#forPage());
    };
    document.addEventListener(SIMULATION_REQUEST_EVENT, answerRequest);
    const event = new NativeCustomEvent(SIMULATION_START_EVENT);
    // A page that reads it uses the control.
    document.dispatchEvent(Object.defineProperty(event, 'detail', { get: () => this.#forPage() }));
  }

  /** The control. While its file loads, commands wait, in the order in which the page gives them. */
  #forPage(): Simulation {
    if (this.#simulation) return this.#simulation;
    const running = this.#running;
    const call = (steps: (simulation: Simulation) => unknown): never =>
      (this.#simulation
        ? steps(this.#simulation)
        : Promise.resolve(this.load()).then(() => steps(this.#simulation as Simulation))) as never;
    const loaded: Promise<void> = call(() => undefined);
    loaded.catch((cause: unknown) => running.agent.report(cause));
    const later = <Name extends Command>(name: Name): Simulation[Name] =>
      ((...args: never[]) => call((simulation) => (simulation[name] as Later)(...args))) as Simulation[Name];
    return {
      get persona() {
        return running.scenario.persona;
      },
      clock: {
        now: running.clock.now,
        advance: (duration) => call(({ clock }) => clock.advance(duration)),
        stop: () => call(({ clock }) => clock.stop()),
        start: () => call(({ clock }) => clock.start()),
      },
      use: later('use'),
      reset: later('reset'),
      pay: later('pay'),
      fail: later('fail'),
      rerun: later('rerun'),
      trace: () => {
        if (!this.#simulation) throw new Error('[wm-polyfill] The control is still loading.');
        return this.#simulation.trace();
      },
    };
  }
}
