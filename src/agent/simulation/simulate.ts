import { NativeCustomEvent } from '../../page-api/natives.js';
import { ERROR_CODES } from '../../protocol/error-codes.js';
import type { Persona } from '../../protocol/personas.js';
import type { RelayDescription } from '../../protocol/relay-messages.js';
import type { Relay } from '../../relay/relay.js';
import { check } from '../../relay/simulated/check.js';
import { parseDuration } from '../../relay/simulated/parse-duration.js';
import { parseScenario } from '../../relay/simulated/scenario.js';
import type { Scenario, SimulationOptions } from '../../relay/simulated/scenario.js';
import { createSimulatedLine } from '../../relay/simulated/simulated-line.js';
import type { SimulatedLine } from '../../relay/simulated/simulated-line.js';
import type { AgentContext } from '../context.js';
import { delay } from '../platform.js';
import { maySimulate, SIMULATE } from '../may-simulate.js';
import { readPersona } from '../read-persona.js';
import { AskedFailures } from './asked-failures.js';
import { chance } from './chance.js';
import { payLink } from './pay-link.js';
import { rerun } from './rerun.js';
import { restart } from './restart.js';
import type { Lent } from './restart.js';
import { FIND_EVENT, START_EVENT } from './simulation.js';
import type { Simulation } from './simulation.js';
import { TraceRecorder } from './trace-recorder.js';
import { VirtualClock } from './virtual-clock.js';

export { whenLate } from './late.js';

type Given = Persona | SimulationOptions;

const simulated = new WeakSet<AgentContext>();

/**
 * Makes this agent's line a simulated one, and its clock and chances the simulation's. What follows `simulateOn` is lent by the agent, because
 * this file has copies of whatever it imports itself.
 * @throws RelayError `simulation-refused`
 */
export function simulate(
  agent: AgentContext,
  simulateOn: string | null | undefined,
  RelayError: Lent['RelayError'],
  openConnection: Lent['openConnection'],
  initiateSession: Lent['initiateSession'],
  endSession: Lent['endSession'],
): Promise<RelayDescription> {
  if (!simulated.has(agent)) {
    if (!maySimulate(simulateOn)) {
      throw new RelayError('simulation-refused', ERROR_CODES['simulation-refused']);
    }
    simulated.add(agent);
    begin(agent, personaOf(agent, simulateOn), { RelayError, openConnection, initiateSession, endSession });
  }
  return agent.relay.describe();
}

function begin(agent: AgentContext, loadedWith: Persona, lent: Lent): void {
  const { platform } = agent;
  const clock = new VirtualClock(platform);
  const failures = new AskedFailures(agent);
  const recorder = new TraceRecorder(agent, clock);
  let line: SimulatedLine;
  let scenario: Scenario;
  let startedAt: number;
  let isRunning = false;

  const random = (subject: string): number => chance(scenario.seed, clock.now() - startedAt, subject);

  function play(given: Given): void {
    scenario = parseScenario(given);
    startedAt = clock.now();
    line = createSimulatedLine({
      scenario,
      now: clock.now,
      random,
      wait: (milliseconds) => delay(platform, milliseconds),
      RelayError: lent.RelayError,
      failure: failures.take,
      tell: recorder.tell,
    });
    agent.persona = scenario.persona;
    const { readTrace } = recorder;
    Object.assign(agent.relay, line, { readTrace, bindConnection: consentAtOnce(agent, line) });
    if (isRunning) restart(agent, lent);
    recorder.begin(given, startedAt);
  }

  const simulation: Simulation = {
    get persona() {
      return scenario.persona;
    },
    clock: {
      now: clock.now,
      advance: async (duration) => clock.advance(parseDuration(duration)),
      // Asked for before anything has happened, it stands at the beginning.
      stop: () => clock.stop(isRunning ? clock.now() : startedAt),
      start: () => clock.start(),
    },
    use(given) {
      const { persona } = parseScenario(given);
      const fits = !/^(no-agent|late)$/.test(persona);
      check(fits, 'scenario', persona, `before the page is loaded: localStorage.wm = '${persona}'`);
      play(given);
    },
    reset() {
      failures.clear();
      clock.start();
      play(loadedWith);
    },
    async pay(link, amount) {
      const session = failures.sessionOf(link);
      const payment = payLink(agent, session, line, scenario, amount);
      recorder.note({ kind: 'pay', link: recorder.numberOf(session.linkElement), amount });
      return payment;
    },
    fail(link, code, options) {
      recorder.note(failures.ask(link, code, options?.times ?? Infinity));
    },
    trace: () => recorder.trace(),
    rerun: (trace) => rerun(trace, agent, clock, simulation, play),
  };

  // Each load begins anew here, so there is nothing to tell again.
  Object.assign(agent, { replay: { take: () => null, keep: () => undefined } });
  Object.assign(platform, {
    now: clock.now,
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    random: () => random(''),
  });
  play(loadedWith);
  const answer = ({ detail }: CustomEventInit): void => {
    if (agent.stopped) document.removeEventListener(FIND_EVENT, answer);
    else detail?.(simulation);
  };
  document.addEventListener(FIND_EVENT, answer);
  document.dispatchEvent(new NativeCustomEvent(START_EVENT, { detail: simulation }));
  isRunning = true;
}

function personaOf({ persona, platform }: AgentContext, simulateOn: string | null | undefined): Persona {
  try {
    return parseScenario(persona ?? readPersona(SIMULATE, simulateOn) ?? 'paying').persona;
  } catch (cause) {
    platform.warn(`[wm-polyfill] ${cause}`);
    return 'paying';
  }
}

/** What the connect page of a provider is for: the visitor says yes or no, and the agent hears of it. */
function consentAtOnce(agent: AgentContext, line: SimulatedLine): Relay['bindConnection'] {
  return async (connection, request) => {
    try {
      await line.bindConnection(connection, request);
      agent.askAgain();
    } catch (cause) {
      agent.error = agent.report(cause);
      agent.changed();
    }
    return line.account.toMessage(connection);
  };
}
