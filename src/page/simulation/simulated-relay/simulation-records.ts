import type { TraceEntry } from '../../../protocol/trace.js';
import type { SimulatedCode } from './simulated-problems.js';

const MAX_RECORDS = 1_000;

/** A call or an event. The control adds texts and statuses when the page reads the trace. */
export interface SimulationRecord extends Omit<TraceEntry, 'error' | 'status'> {
  /** The code with which the call failed. */
  readonly code?: SimulatedCode | undefined;
}

/** The most recent calls and events of a simulation. */
export class SimulationRecords {
  list: SimulationRecord[] = [];
  /** Number of records so far, including removed ones. */
  count = 0;

  add = (record: SimulationRecord): void => {
    this.count += 1;
    if (this.list.push(record) >= 2 * MAX_RECORDS) this.list.splice(0, MAX_RECORDS);
  };
}
