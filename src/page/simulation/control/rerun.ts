import type { Persona } from '../../../protocol/sandbox/personas.js';
import { assertAllowed } from '../scenario/assert-allowed.js';
import type { SimulationOptions } from '../scenario/simulation-scenario.js';
import type { AgentContext } from '../../agent/agent-context.js';
import type { Simulation, SimulationMutation, SimulationTrace } from '../running/simulation-control.js';
import type { VirtualAgentClock } from './virtual-agent-clock.js';

/**
 * Replays a recorded simulation in this page, starting at its original time. Leaves the clock stopped.
 * @throws TypeError if `trace` is not a trace of this version.
 */
export async function rerun(
  trace: SimulationTrace,
  agent: AgentContext,
  clock: VirtualAgentClock,
  simulation: Simulation,
  runScenario: (input: Persona | SimulationOptions) => void,
): Promise<SimulationTrace> {
  assertAllowed(
    Object(trace).version === 1,
    'trace',
    Object(trace).version,
    'a value that trace() has returned',
  );
  for (const link of [...agent.sessions.byLink.keys()]) link.remove();
  agent.scan();
  clock.stop(trace.startedAt);
  const links: Element[] = [];
  // The initial links must be in the page before the scenario starts.
  const [first, later] = [
    trace.mutations.filter(isInitialMutation),
    trace.mutations.filter((mutation) => !isInitialMutation(mutation)),
  ];
  for (const mutation of first) applyMutation(mutation, links, simulation);
  runScenario(trace.scenario);
  agent.scan();
  for (const mutation of later) {
    await clock.advance(trace.startedAt + mutation.at - clock.now());
    applyMutation(mutation, links, simulation);
    agent.scan();
  }
  await clock.advance(trace.startedAt + trace.duration - clock.now());
  return simulation.trace();
}

function isInitialMutation({ at, kind }: SimulationMutation): boolean {
  return at === 0 && kind === 'added';
}

function applyMutation(mutation: SimulationMutation, links: Element[], simulation: Simulation): void {
  if (mutation.kind === 'fail') {
    return simulation.fail(mutation.href, mutation.code, { times: mutation.times ?? Infinity });
  }
  const link = links[mutation.link] ?? document.createElement('link');
  switch (mutation.kind) {
    case 'added':
      links[mutation.link] = link;
      for (const [name, value] of Object.entries(mutation.attributes)) link.setAttribute(name, value);
      document.head.append(link);
      break;
    case 'removed':
      link.remove();
      break;
    case 'pay':
      // The trace contains the result.
      simulation.pay(link, mutation.amount).catch(() => undefined);
  }
}
