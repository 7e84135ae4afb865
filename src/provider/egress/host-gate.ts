import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import { createTokenBucket } from './token-bucket.js';

/** What a call's end says of the host's health. `busy` it asked for a rest · `failed` silence, or what only a broken server says. */
export type CallOutcome = 'good' | 'answered' | 'busy' | 'failed';

export interface HostGate {
  /**
   * Null when it is this call's turn at once; otherwise resolves when it is. Whoever has entered has to leave.
   * @param timeout milliseconds. @throws EgressError `host-closed`, `timed-out`
   */
  enter(timeout: number): Promise<void> | null;
  /** @param rest milliseconds that a busy host asked for. */
  leave(outcome: CallOutcome, rest?: number): void;
  /** The host is left alone at the moment. */
  isClosed(): boolean;
  /** Nothing under way and nothing that has to be remembered. */
  isIdle(): boolean;
}

type Limits = Pick<
  EgressOptions,
  'concurrency' | 'mostConcurrency' | 'strangerRate' | 'breakAfter' | 'breakFor'
>;

interface Waiting {
  go(): void;
  giveUp(reason: EgressError): void;
}

/** Behind so many nobody waits. */
const MOST_WAITING = 2_000;

/**
 * How many calls at once one host gets. Not a fixed number: a wallet that answers well is allowed more with each answer, for one wallet may
 * have all the visitors; one that falters is halved. A dead one is left alone, so that nobody waits for it.
 * @param now monotonic, in milliseconds.
 */
export function createHostGate(limits: Limits, now: () => number): HostGate {
  const waiting = new Set<Waiting>();
  const strangersBucket = createTokenBucket(limits.strangerRate, now);
  let isStranger = limits.strangerRate !== Infinity;
  let window = limits.concurrency;
  let running = 0;
  let failures = 0;
  let closedUntil = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const isBroken = () => failures >= limits.breakAfter;

  function tryToStart(): boolean {
    // After its break a broken host gets one call, which shows whether it is well again.
    if (running >= (isBroken() ? 1 : Math.floor(window))) return false;
    if (isStranger && !strangersBucket.take()) return false;
    running += 1;
    return true;
  }

  function letIn(): void {
    clearTimeout(timer);
    for (const next of waiting) {
      if (closedUntil > now()) next.giveUp(closed());
      else if (tryToStart()) next.go();
      else break;
    }
    if (waiting.size > 0 && isStranger) timer = setTimeout(letIn, Math.max(1, strangersBucket.untilNext()));
  }

  function closed(): EgressError {
    const retryAfter = Math.max(1, Math.ceil((closedUntil - now()) / 1000));
    return new EgressError('host-closed', 'The host is left alone for now.', { retryAfter });
  }

  function wait(timeout: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timeIsUp);
        waiting.delete(entry);
        settle();
      };
      const entry: Waiting = {
        go: () => end(resolve),
        giveUp: (reason) => end(() => reject(reason)),
      };
      const late = () => entry.giveUp(new EgressError('timed-out', 'Its turn did not come in time.'));
      const timeIsUp = setTimeout(late, timeout);
      waiting.add(entry);
      letIn();
    });
  }

  return {
    enter(timeout) {
      if (closedUntil > now() || (isBroken() && running > 0) || waiting.size >= MOST_WAITING) throw closed();
      return waiting.size === 0 && tryToStart() ? null : wait(timeout);
    },
    leave(outcome, rest = 0) {
      running -= 1;
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (outcome === 'good') {
        isStranger = false;
        window = Math.min(limits.mostConcurrency, window + 1 / window);
      }
      if (outcome === 'busy' || outcome === 'failed') window = Math.max(1, window / 2);
      if (outcome === 'busy') closedUntil = Math.max(closedUntil, now() + rest);
      if (isBroken()) closedUntil = now() + limits.breakFor;
      if (waiting.size > 0) letIn();
    },
    isClosed: () => closedUntil > now(),
    isIdle: () => running === 0 && waiting.size === 0 && closedUntil <= now(),
  };
}
