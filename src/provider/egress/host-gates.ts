import type { EgressOptions } from './egress-options.js';
import { createHostGate, type HostGate } from './host-gate.js';

/** About 1 kB each. */
const MOST = 10_000;

export interface HostGates {
  of(origin: string): HostGate;
  /** How many hosts are left alone at the moment. */
  closed(): number;
}

/** A gate for each host. Beyond 10,000 the one that came first and rests is forgotten, for pages choose the hosts. */
export function createHostGates(options: EgressOptions, now: () => number): HostGates {
  const gates = new Map<string, HostGate>();
  return {
    of(origin) {
      const known = gates.get(origin);
      if (known) return known;
      if (gates.size >= MOST) forgetOne(gates);
      const gate = createHostGate(options, now);
      gates.set(origin, gate);
      return gate;
    },
    closed: () => [...gates.values()].filter((gate) => gate.isClosed()).length,
  };
}

function forgetOne(gates: Map<string, HostGate>): void {
  for (const [origin, gate] of gates) {
    if (gate.isIdle()) return void gates.delete(origin);
  }
}
