import type { Persona } from '../../protocol/personas.js';
import { check } from '../../relay/simulated/check.js';
import type { SimulationOptions } from '../../relay/simulated/scenario.js';
import type { AgentContext } from '../context.js';
import type { Simulation, SimulationMutation, SimulationTrace } from './simulation.js';
import type { VirtualClock } from './virtual-clock.js';

/** Has a recorded simulation happen again, in this page and from the instant that it began at. The clock stands afterwards. */
export async function rerun(
  trace: SimulationTrace,
  agent: AgentContext,
  clock: VirtualClock,
  simulation: Simulation,
  play: (given: Persona | SimulationOptions) => void,
): Promise<SimulationTrace> {
  check(Object(trace).version === 1, 'trace', Object(trace).version, 'what trace() has returned');
  for (const link of [...agent.sessions.keys()]) link.remove();
  agent.scan();
  clock.stop(trace.startedAt);
  const links: Element[] = [];
  // What was there from the beginning has to be there when it begins.
  const [first, later] = [trace.mutations.filter(isFirst), trace.mutations.filter((one) => !isFirst(one))];
  for (const mutation of first) repeat(mutation, links, simulation);
  play(trace.scenario);
  agent.scan();
  for (const mutation of later) {
    await clock.advance(trace.startedAt + mutation.at - clock.now());
    repeat(mutation, links, simulation);
    agent.scan();
  }
  await clock.advance(trace.startedAt + trace.lasted - clock.now());
  return simulation.trace();
}

function isFirst({ at, kind }: SimulationMutation): boolean {
  return at === 0 && kind === 'added';
}

function repeat(mutation: SimulationMutation, links: Element[], simulation: Simulation): void {
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
      // What comes of it is in the trace.
      simulation.pay(link, mutation.amount).catch(() => undefined);
  }
}
