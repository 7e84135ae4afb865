import type { TraceEntry } from '../../protocol/trace.js';
import type { AgentContext } from '../context.js';
import { delay } from '../platform.js';
import { CALLS } from './calls.js';

/** How often the provider is asked what it does, while it works for this page. */
const ASK_AGAIN = 250;

export interface ProviderTrace {
  /** Something has begun or ended: asks now, and again until no call is under way. */
  goOn(): void;
  /** Resolves when the provider has told what there is now. */
  asked(): Promise<void>;
}

/** Has a sandbox provider tell what it asks of the wallets. In production nobody is asked. */
export function askProvider(agent: AgentContext, tell: (entry: TraceEntry) => void): ProviderTrace {
  const { relay, platform } = agent;
  // What other pages of this site had asked before is not of this one.
  const [since = platform.now()] = agent.records[0] ?? [];
  let last = 0;
  let asking = false;
  let wanted = false;

  // Behind each other, so that none brings again what another has brought.
  let round = Promise.resolve();
  const ask = (): Promise<void> => (round = askAfter(round));
  const askAfter = async (before: Promise<void>): Promise<void> => {
    await before;
    await askOnce();
  };
  const askOnce = async (): Promise<void> => {
    if (!agent.description?.sandbox || !relay.readTrace) return;
    try {
      const trace = await relay.readTrace(last);
      const ahead = clockDifference(trace.now - platform.now());
      last = trace.last;
      for (const entry of trace.entries)
        if (entry.at - ahead >= since) tell({ ...entry, at: entry.at - ahead });
    } catch {
      // Who pays has told already what is wrong with the provider, and an older one does not know the call.
    }
  };

  const askUntilQuiet = async (): Promise<void> => {
    do {
      wanted = false;
      await ask();
      if (isUnderWay(agent)) await delay(platform, ASK_AGAIN);
    } while (!agent.stopped && (wanted || isUnderWay(agent)));
    asking = false;
  };
  return {
    goOn() {
      wanted = true;
      if (asking) return;
      asking = true;
      void askUntilQuiet();
    },
    asked: ask,
  };
}

function isUnderWay({ records }: AgentContext): boolean {
  return records.some(([, name, , answer, end]) => answer && end === undefined && CALLS[name]);
}

/** By how much the provider's clock is ahead. Less than a second is the way of the answer, or two clocks that agree. */
function clockDifference(milliseconds: number): number {
  return Math.abs(milliseconds) < 1_000 ? 0 : milliseconds;
}
