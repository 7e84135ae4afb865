import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { RelayTrace, TraceEntry } from '../../../protocol/trace.js';
import type { SimulationOptions } from '../scenario/simulation-scenario.js';
import type { SimulatedCall } from '../simulated-relay/simulated-relay-options.js';
import type { SimulationTrace } from '../running/simulation-control.js';
import type { SimulationRecord } from '../simulated-relay/simulation-records.js';
import type { RunningSimulation } from '../running/running-simulation.js';
import type { TraceRecorder } from './trace-recorder.js';
import { problemOf } from '../simulated-relay/simulated-problems.js';

const MAX_ENTRIES = 1_000;
const CALL_NAMES: Readonly<Record<SimulatedCall, string>> = {
  describe: 'GET /relay',
  connect: 'POST /relay/connections',
  wallet: 'POST /relay/wallet-addresses',
  session: 'POST /relay/sessions',
  payment: 'POST /relay/sessions/:id/payments',
};
/** HTTP status of a successful call to a wallet. Default: 201. */
const CALL_STATUSES: Readonly<Record<string, number>> = { 'GET wallet address': 200, 'POST grant': 200 };

/** The trace for the page: what has been recorded since the scenario has started. */
export function simulationTrace(
  { startedAt, mutations, records }: TraceRecorder,
  scenario: Persona | SimulationOptions,
  now: number,
): SimulationTrace {
  const own = records.list.filter(({ at }) => at >= startedAt);
  const entries = own.slice(-MAX_ENTRIES).map(toTraceEntry);
  const trace: SimulationTrace = {
    ...{ version: 1, startedAt, scenario, duration: now - startedAt },
    ...{ mutations, entries },
  };
  return JSON.parse(JSON.stringify(trace)) as SimulationTrace;
}

/** The simulated provider's calls to the wallets, like the trace of a sandbox provider. */
export function readWalletCalls({ records, clock }: RunningSimulation, after: number): RelayTrace {
  const { list, count: last } = records;
  const entries = list
    .slice(Math.min(0, after - last) || list.length)
    .filter(({ from }) => from === 'provider')
    .map(toTraceEntry);
  return { entries, last, now: clock.now() };
}

function toTraceEntry({ code, ...record }: SimulationRecord): TraceEntry {
  const { from, name } = record;
  const { title: message, fix, status = 0 } = code ? problemOf(code) : { title: '', fix: '' };
  const error = code && { error: { code, message, fix } };
  if (from === 'provider') return { ...record, ...(error ?? { status: CALL_STATUSES[name] ?? 201 }) };
  // An event has its own name.
  const call = Object.hasOwn(CALL_NAMES, name) ? CALL_NAMES[name as SimulatedCall] : name;
  return { ...record, name: call, ...(error && { status, ...error }) };
}
