import type { MonetizationState } from '../../api/document-monetization.js';
import type { Amount } from '../../../protocol/amount.js';
import { queueTask, type Platform } from '../core/platform.js';
import type { LegacyDetail, LegacyProgressDetail, LegacyStopDetail } from './legacy-events.js';

type Detail = LegacyDetail | LegacyProgressDetail | LegacyStopDetail;
/** The part of the event type after `monetization`. */
type LegacyEventSuffix = 'pending' | 'start' | 'progress' | 'stop';

/**
 * State and events of the first version, for one tag at a time. Each event fires in its own task, after
 * `state` has changed.
 */
// https://github.com/interledger/rfcs/blob/main/0028-web-monetization/0028-web-monetization.md
export class LegacyMonetization {
  readonly #target: EventTarget;
  readonly #platform: Platform;
  #state: MonetizationState = 'stopped';
  /** The value of `#state` after all queued tasks. */
  #queuedState: MonetizationState = 'stopped';
  #tag: object | null = null;
  /** `detail` for the current tag. Null until the tag has been pending. */
  #request: LegacyDetail | null = null;
  /** Amounts that arrived while stopped. */
  #undelivered: Amount[] = [];

  constructor(target: EventTarget, platform: Platform) {
    this.#target = target;
    this.#platform = platform;
  }

  get state(): MonetizationState {
    return this.#state;
  }

  /** Sets the tag that the state and the events are about, or null if there is none. */
  setTag(tag: object | null): void {
    if (tag === this.#tag) return;
    if (this.#request) this.#transition('stopped', 'stop', { ...this.#request, finalized: true });
    this.#tag = tag;
    this.#request = null;
    this.#undelivered = [];
  }

  /** Payments for the tag are possible from now on. */
  resume(paymentPointer: string): void {
    if (this.#queuedState !== 'stopped') return;
    this.#request ??= { paymentPointer, requestId: crypto.randomUUID() };
    this.#transition('pending', 'pending', this.#request);
    for (const amount of this.#undelivered.splice(0)) this.pay(amount);
  }

  /** Payments for the tag are suspended. */
  pause(): void {
    if (this.#queuedState === 'stopped' || !this.#request) return;
    this.#transition('stopped', 'stop', { ...this.#request, finalized: false });
  }

  /** Payments had already started before the page used the first version. */
  start(): void {
    if (this.#queuedState === 'pending' && this.#request) this.#transition('started', 'start', this.#request);
  }

  pay(amount: Amount): void {
    if (this.#queuedState === 'stopped' || !this.#request) {
      this.#undelivered.push(amount);
      return;
    }
    this.start();
    const { value, assetCode, assetScale } = amount;
    this.#transition('started', 'progress', { ...this.#request, amount: value, assetCode, assetScale });
  }

  // Builds the event types at run time, so that a search for them finds only the page's own code.
  #transition(state: MonetizationState, type: LegacyEventSuffix, detail: Detail): void {
    this.#queuedState = state;
    queueTask(this.#platform, () => {
      this.#state = state;
      this.#target.dispatchEvent(createCustomEvent(`monetization${type}`, { ...detail }));
    });
  }
}

/** Uses `initCustomEvent()`, because old pages often replace `CustomEvent` before this file loads. */
function createCustomEvent(type: string, detail: Detail): Event {
  const event = document.createEvent('CustomEvent');
  event.initCustomEvent(type, false, false, detail);
  return event;
}
