import type { AgentContext } from '../../agent/agent-context.js';
import { AgentClock } from './agent-clock.js';
import type { AgentOperations } from './agent-operations.js';
import { LazyControl, type ControlModule } from './lazy-control.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import { createSimulatedRelay, type SimulatedRelay } from '../simulated-relay/simulated-relay.js';
import type { SimulatedRelayOptions } from '../simulated-relay/simulated-relay-options.js';
import { SimulationRecords } from '../simulated-relay/simulation-records.js';

/** The simulation of one agent. The control has its own copies of classes, so it gets this object. */
export class RunningSimulation {
  readonly agent: AgentContext;
  readonly operations: AgentOperations;
  readonly clock: AgentClock;
  readonly records: SimulationRecords = new SimulationRecords();
  readonly control: LazyControl;
  /** False until the agent gets its first response. */
  isRunning = false;
  scenario: SimulationScenario;
  /** When the scenario started. */
  startedAt = 0;
  relay!: SimulatedRelay;
  failureOf: SimulatedRelayOptions['failureOf'];

  /**
   * Replaces the agent's clock and random numbers, and starts the scenario.
   * @param module the control, if the scenario comes from it.
   */
  constructor(
    agent: AgentContext,
    operations: AgentOperations,
    scenario: SimulationScenario,
    module: ControlModule | undefined,
  ) {
    const { platform } = agent;
    this.agent = agent;
    this.operations = operations;
    this.scenario = scenario;
    this.clock = new AgentClock(platform);
    const { now, setTimeout, clearTimeout } = this.clock;
    // A simulation starts over at each load, so there are no payments to replay.
    Object.assign(agent, { replay: { take: () => null, keep: () => undefined } });
    const control = (this.control = new LazyControl(this));
    // Only failures need random numbers, and their texts are in the control.
    Object.assign(platform, {
      now,
      setTimeout,
      clearTimeout,
      random: () => control.module?.randomNumber(this) ?? 0,
    });
    this.runScenario(scenario);
    if (module) control.open(module);
  }

  /** Starts a scenario, with nothing spent. Its relay does not know the sessions of the previous one. */
  runScenario(scenario: SimulationScenario): void {
    const { agent, clock, control, records, operations } = this;
    this.scenario = scenario;
    this.startedAt = clock.now();
    const relay = createSimulatedRelay({
      scenario,
      now: clock.now,
      wait: clock.wait,
      RelayError: operations.RelayError,
      details: () => control.module,
      loadDetails: control.load,
      failureOf: (call, href) => this.failureOf?.(call, href),
      record: records.add,
    });
    this.relay = relay;
    agent.persona = scenario.persona;
    operations.useRelay({
      ...relay,
      // The page may change the scenario while the control loads, so nothing is answered before.
      describe: async () => {
        await control.loading?.catch(() => undefined);
        return this.relay.describe();
      },
      readTrace: async (after) => (await control.load()).readWalletCalls(this, after),
      bindConnection: async (id, request) => (await control.load()).bindImmediately(this, id, request),
    });
  }
}
