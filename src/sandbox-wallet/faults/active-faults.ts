import type { Fault } from './fault.js';
import { type FaultName, FAULTS } from './fault-catalog.js';

/** Duration and scope of an active fault. */
export interface FaultOptions {
  /** Number of requests that get the fault. Absent: until it is cleared. */
  readonly times?: number;
  /** Limits the fault to one of its operations, such as `POST /quotes`. Absent: all of them. */
  readonly operation?: string;
}

/** The active faults. In memory only: a restarted wallet has none. */
export interface ActiveFaults {
  activate(name: FaultName, switching: FaultOptions): void;
  deactivate(name: FaultName): void;
  readonly active: ReadonlyMap<FaultName, FaultOptions>;
  /** The fault to inject into a request for `operation`. Decrements its `times`. */
  consume(operation: string): Fault | undefined;
  /** True if the fault of this name is active; `operation` itself implements it. Decrements its `times`. */
  consumeNamed(name: FaultName, operation: string): boolean;
}

export function createActiveFaults(): ActiveFaults {
  const active = new Map<FaultName, FaultOptions>();

  function countUse(name: FaultName, { times, ...more }: FaultOptions): void {
    if (times === undefined) return;
    if (times > 1) active.set(name, { ...more, times: times - 1 });
    else active.delete(name);
  }

  return {
    active,
    activate: (name, options) => void active.set(name, options),
    deactivate: (name) => void active.delete(name),
    consume(operation) {
      for (const [name, options] of active) {
        const fault: Fault = FAULTS[name];
        if (!fault.injectFault || !appliesTo(fault, options, operation)) continue;
        countUse(name, options);
        return fault;
      }
      return undefined;
    },
    consumeNamed(name, operation) {
      const options = active.get(name);
      if (!options || !appliesTo(FAULTS[name], options, operation)) return false;
      countUse(name, options);
      return true;
    },
  };
}

function appliesTo({ operations }: Fault, options: FaultOptions, operation: string): boolean {
  return (operations?.includes(operation) ?? true) && (options.operation ?? operation) === operation;
}
