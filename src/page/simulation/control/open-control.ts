import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import type { Persona } from '../../../protocol/sandbox/personas.js';
import { assertAllowed } from '../scenario/assert-allowed.js';
import { parseDuration } from '../scenario/parse-duration.js';
import { parseScenario, type SimulationOptions } from '../scenario/simulation-scenario.js';
import type { RunningSimulation } from '../running/running-simulation.js';
import type { Simulation } from '../running/simulation-control.js';
import { InjectedFailures } from './injected-failures.js';
import { payLink } from './extra-payments/pay-link.js';
import { rerun } from './rerun.js';
import { restartAgent } from './restart-agent.js';
import { randomFailure } from './random-failure.js';
import { simulationTrace } from './simulation-trace.js';
import { TraceRecorder } from './trace-recorder.js';
import { VirtualAgentClock } from './virtual-agent-clock.js';

export { parseScenario } from '../scenario/simulation-scenario.js';
export { bindImmediately } from './bind-immediately.js';
export { randomNumber } from './random-failure.js';
export { readWalletCalls } from './simulation-trace.js';
export { problemOf } from '../simulated-relay/simulated-problems.js';
export { SimulatedSettlement } from '../simulated-relay/simulated-settlement.js';
export * from '../simulated-relay/test-payment.js';
export { testReceiverAt } from '../simulated-relay/test-receivers.js';

export const SIMULATION_NOT_ALLOWED: { title: string; fix: string } = PAGE_ERRORS['simulation-not-allowed'];

/** Opens the control of a simulation, which takes over its clock and its failures. */
export function openControl(running: RunningSimulation): Simulation {
  const { agent, operations, records } = running;
  const initialPersona = running.scenario.persona;
  const clock = new VirtualAgentClock(running.clock);
  const recorder = new TraceRecorder(running);
  const failures = new InjectedFailures(agent);
  let input: Persona | SimulationOptions = initialPersona;
  running.failureOf = (call, href) => failures.take(call, href) ?? randomFailure(running, call, href);

  function runScenario(next: Persona | SimulationOptions): void {
    const startedAt = clock.now();
    input = next;
    running.runScenario(parseScenario(next));
    if (running.isRunning) restartAgent(agent, operations);
    records.list = [];
    recorder.start(startedAt);
  }

  const simulation: Simulation = {
    get persona() {
      return running.scenario.persona;
    },
    clock: {
      now: clock.now,
      advance: async (duration) => clock.advance(parseDuration(duration)),
      // Before the simulation has started, stop the clock at the start time.
      stop: () => clock.stop(running.isRunning ? clock.now() : running.startedAt),
      start: () => clock.start(),
    },
    use(scenario) {
      const { persona } = parseScenario(scenario);
      const fits = !/^(no-agent|late)$/.test(persona);
      assertAllowed(
        fits,
        'scenario',
        persona,
        `only before the page is loaded: localStorage.wm = '${persona}'`,
      );
      runScenario(scenario);
    },
    reset() {
      failures.clear();
      clock.start();
      runScenario(initialPersona);
    },
    async pay(link, amount) {
      const session = failures.sessionOf(link);
      const payment = payLink(agent, session, running.relay, running.scenario, amount);
      recorder.recordMutation({ kind: 'pay', link: recorder.linkIndex(session.linkElement), amount });
      return payment;
    },
    fail(link, code, options) {
      recorder.recordMutation(failures.inject(link, code, options?.times ?? Infinity));
    },
    trace: () => simulationTrace(recorder, input, clock.now()),
    rerun: (trace) => rerun(trace, agent, clock, simulation, runScenario),
  };
  // A page that asks for the control later has a trace from then on.
  recorder.start(running.isRunning ? clock.now() : running.startedAt);
  return simulation;
}
