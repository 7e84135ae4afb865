import type { TraceEntry } from '../../../protocol/trace.js';
import type { TraceContext } from './trace-record.js';
import { delay } from '../core/delay.js';
import { CALLS } from './call-formats.js';

/** How often to request the provider's trace while it processes a call of this page. */
const POLL_INTERVAL_MS = 250;

export interface ProviderTracePoller {
  /** Requests the trace now, and again until no call is pending. */
  startPolling(): void;
  /** Resolves when the provider's current entries have been added. */
  refresh(): Promise<void>;
}

/**
 * Adds a sandbox provider's calls to the wallets to the trace. Sends no requests to a provider in production.
 */
export function pollProviderTrace(
  agent: TraceContext,
  addEntry: (entry: TraceEntry) => void,
): ProviderTracePoller {
  const { relay, platform } = agent;
  // Omit older entries, which belong to other pages of this site.
  const [since = platform.now()] = agent.records[0] ?? [];
  let last = 0;
  let isPolling = false;
  let isRequested = false;

  // One request at a time, so that no entry arrives twice.
  let lastRequest = Promise.resolve();
  const queueRequest = (): Promise<void> => (lastRequest = requestAfter(lastRequest));
  const requestAfter = async (before: Promise<void>): Promise<void> => {
    await before;
    await requestTrace();
  };
  const requestTrace = async (): Promise<void> => {
    if (!agent.description?.sandbox || !relay.readTrace) return;
    try {
      const trace = await relay.readTrace(last);
      const clockOffset = clockOffsetOf(trace.now - platform.now());
      last = trace.last;
      for (const entry of trace.entries)
        if (entry.at - clockOffset >= since) addEntry({ ...entry, at: entry.at - clockOffset });
    } catch {
      // Payment calls already report provider errors. An older provider does not support this call.
    }
  };

  const pollUntilIdle = async (): Promise<void> => {
    do {
      isRequested = false;
      await queueRequest();
      if (hasPendingCall(agent)) await delay(platform, POLL_INTERVAL_MS);
    } while (!agent.stopped && (isRequested || hasPendingCall(agent)));
    isPolling = false;
  };
  return {
    startPolling() {
      isRequested = true;
      if (isPolling) return;
      isPolling = true;
      void pollUntilIdle();
    },
    refresh: queueRequest,
  };
}

function hasPendingCall({ records }: TraceContext): boolean {
  return records.some(([, name, , answer, end]) => answer && end === undefined && CALLS[name]);
}

/** How far the provider's clock is ahead. Less than a second counts as network latency. */
function clockOffsetOf(milliseconds: number): number {
  return Math.abs(milliseconds) < 1_000 ? 0 : milliseconds;
}
