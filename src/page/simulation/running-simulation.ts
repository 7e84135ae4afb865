import type { AgentContext } from '../agent/agent-context.js';
import { delay } from '../agent/core/platform.js';
import type { Relay } from '../relay-client/relay.js';
import { AgentClock } from './agent-clock.js';
import type { AgentOperations } from './control/restart-agent.js';
import { LazyControl, type ControlModule } from './lazy-control.js';
import type { SimulationScenario } from './scenario/simulation-scenario.js';
import { seededRandom } from './seeded-random.js';
import { createSimulatedRelay, type SimulatedRelay } from './simulated-relay/simulated-relay.js';
import type { SimulatedRelayOptions } from './simulated-relay/simulated-relay-options.js';
import { SimulationRecorder } from './simulation-recorder.js';

/** The simulation of one agent. The control is another file with copies of all classes, so it uses this object. */
export class RunningSimulation {
  readonly agent: AgentContext;
  readonly operations: AgentOperations;
  readonly clock: AgentClock;
  readonly recorder: SimulationRecorder;
  readonly control: LazyControl;
  /** False until the agent gets its first response. */
  isRunning = false;
  scenario: SimulationScenario;
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
    this.recorder = new SimulationRecorder(agent, now);
    // A simulation starts over at each load, so there are no payments to replay.
    Object.assign(agent, { replay: { take: () => null, keep: () => undefined } });
    Object.assign(platform, { now, setTimeout, clearTimeout, random: () => this.random('') });
    this.control = new LazyControl(this);
    const startedAt = now();
    this.runScenario(scenario);
    this.recorder.start(startedAt);
    if (module) this.control.open(module);
  }

  /** Starts a scenario, with nothing spent. Its relay does not know the sessions of the previous one. */
  runScenario(scenario: SimulationScenario): void {
    const { agent, clock, control, recorder, operations } = this;
    this.scenario = scenario;
    const relay = createSimulatedRelay({
      scenario,
      now: clock.now,
      wait: (milliseconds) => delay(agent.platform, milliseconds),
      RelayError: operations.RelayError,
      loadDetails: control.load,
      failureOf: (call, href) => this.failureOf?.(call, href),
      record: recorder.record,
    });
    this.relay = relay;
    agent.persona = scenario.persona;
    const readTrace: Relay['readTrace'] = async (after) => (await control.load()).readTrace(this, after);
    operations.useRelay({ ...relay, readTrace, bindConnection: bindImmediately(agent, relay) });
  }

  /** The pseudo-random number for this subject at this time. */
  random(subject: string): number {
    return seededRandom(this.scenario.seed, this.clock.now() - this.recorder.startedAt, subject);
  }
}

/** Replaces the connect page: the simulated visitor consents or declines at once. */
function bindImmediately(agent: AgentContext, relay: SimulatedRelay): Relay['bindConnection'] {
  return async (connection, request) => {
    try {
      await relay.bindConnection(connection, request);
      agent.refreshConnection?.();
    } catch (cause) {
      agent.error = agent.report(cause);
      agent.notifyStateChange();
    }
    return relay.account.toMessage(connection);
  };
}
