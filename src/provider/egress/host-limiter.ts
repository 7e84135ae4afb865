import { EgressError } from './egress-error.js';
import type { EgressOptions } from './egress-options.js';
import { fullAtAfterToken, msUntilToken } from '../limits/token-bucket.js';

/**
 * The result of a request, as a sign of the host's health.
 * - `good`: a 2xx response.
 * - `answered`: another response of a working server.
 * - `busy`: the host requested a pause.
 * - `failed`: no response, or a response of a broken server.
 */
export type CallOutcome = 'good' | 'answered' | 'busy' | 'failed';

export interface HostLimiter {
  /**
   * Returns null if the request may start now. Otherwise the promise resolves when it may. Every successful
   * `acquire` needs one `release`.
   * @throws EgressError `host-backing-off`, `timed-out`
   */
  acquire(timeoutMs: number): Promise<void> | null;
  /** @param retryAfterMs the pause that a busy host requested. */
  release(outcome: CallOutcome, retryAfterMs?: number): void;
  /** True while no requests are sent to the host. */
  isBackingOff(): boolean;
  /** True if nothing is running, queued or backing off. Then the limiter can be dropped. */
  isIdle(): boolean;
}

type HostLimits = Pick<
  EgressOptions,
  'initialConcurrency' | 'maxConcurrency' | 'unknownHostRate' | 'failureThreshold' | 'halfOpenAfter'
>;

interface QueuedCall {
  start(): void;
  reject(reason: EgressError): void;
}

/** Further requests fail immediately. */
const MAX_QUEUE_LENGTH = 2_000;

/**
 * Limits the concurrent requests to one host, combined with a circuit breaker. The limit adapts (AIMD),
 * because one wallet may serve all visitors: each success raises it, trouble halves it. After repeated
 * failures, requests to the host fail immediately.
 * @param now monotonic clock, in milliseconds.
 */
export function createHostLimiter(limits: HostLimits, now: () => number): HostLimiter {
  const queue = new Set<QueuedCall>();
  const unknownHostRate = { tokenIntervalMs: 1000 / limits.unknownHostRate, refillTimeMs: 1000 };
  let unknownHostFullAt = -Infinity;
  let isUnknownHost = limits.unknownHostRate !== Infinity;
  let concurrencyLimit = limits.initialConcurrency;
  let running = 0;
  let failures = 0;
  let backOffUntil = -Infinity;
  let timer: NodeJS.Timeout | undefined;

  const msUntilUnknownHostToken = () => msUntilToken(unknownHostRate, unknownHostFullAt, now());
  const isCircuitOpen = () => failures >= limits.failureThreshold;

  function tryStart(): boolean {
    // Half open: a single request tests whether the host works again.
    if (running >= (isCircuitOpen() ? 1 : Math.floor(concurrencyLimit))) return false;
    if (isUnknownHost) {
      if (msUntilUnknownHostToken() > 0) return false;
      unknownHostFullAt = fullAtAfterToken(unknownHostRate, unknownHostFullAt, now());
    }
    running += 1;
    return true;
  }

  function startQueued(): void {
    clearTimeout(timer);
    for (const next of queue) {
      if (backOffUntil > now()) next.reject(backOffError());
      else if (tryStart()) next.start();
      else break;
    }
    if (queue.size > 0 && isUnknownHost)
      timer = setTimeout(startQueued, Math.max(1, msUntilUnknownHostToken()));
  }

  function backOffError(): EgressError {
    const retryAfter = Math.max(1, Math.ceil((backOffUntil - now()) / 1000));
    return new EgressError('host-backing-off', 'Requests to the host are suspended.', { retryAfter });
  }

  function enqueue(timeoutMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(timeoutTimer);
        queue.delete(entry);
        settle();
      };
      const entry: QueuedCall = {
        start: () => end(resolve),
        reject: (reason) => end(() => reject(reason)),
      };
      const onTimeout = () =>
        entry.reject(new EgressError('timed-out', 'The request waited too long in the queue.'));
      const timeoutTimer = setTimeout(onTimeout, timeoutMs);
      queue.add(entry);
      startQueued();
    });
  }

  return {
    acquire(timeoutMs) {
      if (backOffUntil > now() || (isCircuitOpen() && running > 0) || queue.size >= MAX_QUEUE_LENGTH)
        throw backOffError();
      return queue.size === 0 && tryStart() ? null : enqueue(timeoutMs);
    },
    release(outcome, retryAfterMs = 0) {
      running -= 1;
      failures = outcome === 'failed' ? failures + 1 : 0;
      if (outcome === 'good') {
        isUnknownHost = false;
        concurrencyLimit = Math.min(limits.maxConcurrency, concurrencyLimit + 1 / concurrencyLimit);
      }
      if (outcome === 'busy' || outcome === 'failed') concurrencyLimit = Math.max(1, concurrencyLimit / 2);
      if (outcome === 'busy') backOffUntil = Math.max(backOffUntil, now() + retryAfterMs);
      if (isCircuitOpen()) backOffUntil = now() + limits.halfOpenAfter;
      if (queue.size > 0) startQueued();
    },
    isBackingOff: () => backOffUntil > now(),
    isIdle: () => running === 0 && queue.size === 0 && backOffUntil <= now(),
  };
}
