import { NativeCustomEvent } from '../api/natives.js';
import type { Persona } from '../../protocol/sandbox/personas.js';
import type { Relay } from '../relay-client/relay.js';
import type { AgentContext } from '../agent/agent-context.js';
import { delay } from '../agent/core/platform.js';
import { InjectedFailures } from './control/injected-failures.js';
import { payLink } from './control/pay-link.js';
import { rerun } from './control/rerun.js';
import { restartAgent, type AgentOperations } from './control/restart-agent.js';
import { seededRandom } from './seeded-random.js';
import { assertAllowed } from './scenario/assert-allowed.js';
import { parseDuration } from './scenario/parse-duration.js';
import { createSimulatedRelay, type SimulatedRelay } from './simulated-relay/simulated-relay.js';
import {
  parseScenario,
  type SimulationOptions,
  type SimulationScenario,
} from './scenario/simulation-scenario.js';
import { SIMULATION_REQUEST_EVENT, SIMULATION_START_EVENT, type Simulation } from './simulation-control.js';
import { TraceRecorder } from './control/trace-recorder.js';
import { VirtualAgentClock } from './control/virtual-agent-clock.js';

type ScenarioInput = Persona | SimulationOptions;

/** Replaces the agent's clock and random numbers, and starts the initial scenario. */
export function installSimulation(
  agent: AgentContext,
  initialPersona: Persona,
  operations: AgentOperations,
): void {
  const { platform } = agent;
  const clock = new VirtualAgentClock(platform);
  const failures = new InjectedFailures(agent);
  const recorder = new TraceRecorder(agent, clock);
  let relay: SimulatedRelay;
  let scenario: SimulationScenario;
  let startedAt: number;
  let isRunning = false;

  const random = (subject: string): number => seededRandom(scenario.seed, clock.now() - startedAt, subject);

  function runScenario(input: ScenarioInput): void {
    scenario = parseScenario(input);
    startedAt = clock.now();
    relay = createSimulatedRelay({
      scenario,
      now: clock.now,
      random,
      wait: (milliseconds) => delay(platform, milliseconds),
      RelayError: operations.RelayError,
      injectedFailure: failures.take,
      recordEntry: recorder.recordEntry,
    });
    agent.persona = scenario.persona;
    const { readTrace } = recorder;
    operations.useRelay({ ...relay, readTrace, bindConnection: bindImmediately(agent, relay) });
    if (isRunning) restartAgent(agent, operations);
    recorder.start(input, startedAt);
  }

  const simulation: Simulation = {
    get persona() {
      return scenario.persona;
    },
    clock: {
      now: clock.now,
      advance: async (duration) => clock.advance(parseDuration(duration)),
      // Before the simulation has started, stop the clock at the start time.
      stop: () => clock.stop(isRunning ? clock.now() : startedAt),
      start: () => clock.start(),
    },
    use(input) {
      const { persona } = parseScenario(input);
      const fits = !/^(no-agent|late)$/.test(persona);
      assertAllowed(
        fits,
        'scenario',
        persona,
        `only before the page is loaded: localStorage.wm = '${persona}'`,
      );
      runScenario(input);
    },
    reset() {
      failures.clear();
      clock.start();
      runScenario(initialPersona);
    },
    async pay(link, amount) {
      const session = failures.sessionOf(link);
      const payment = payLink(agent, session, relay, scenario, amount);
      recorder.recordMutation({ kind: 'pay', link: recorder.linkIndex(session.linkElement), amount });
      return payment;
    },
    fail(link, code, options) {
      recorder.recordMutation(failures.inject(link, code, options?.times ?? Infinity));
    },
    trace: () => recorder.trace(),
    rerun: (trace) => rerun(trace, agent, clock, simulation, runScenario),
  };

  // A simulation starts over at each load, so there are no payments to replay.
  Object.assign(agent, { replay: { take: () => null, keep: () => undefined } });
  Object.assign(platform, {
    now: clock.now,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    random: () => random(''),
  });
  runScenario(initialPersona);
  const answerRequest = ({ detail }: CustomEventInit): void => {
    if (agent.stopped) document.removeEventListener(SIMULATION_REQUEST_EVENT, answerRequest);
    else detail?.(simulation);
  };
  document.addEventListener(SIMULATION_REQUEST_EVENT, answerRequest);
  document.dispatchEvent(new NativeCustomEvent(SIMULATION_START_EVENT, { detail: simulation }));
  isRunning = true;
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
