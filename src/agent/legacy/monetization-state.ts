import type { MonetizationState } from '../../page-api/document-monetization.js';
import type { Amount } from '../../protocol/amount.js';
import { queueTask } from '../platform.js';
import type { Platform } from '../platform.js';
import type { LegacyDetail, LegacyProgressDetail, LegacyStopDetail } from './legacy-events.js';

type Detail = LegacyDetail | LegacyProgressDetail | LegacyStopDetail;
/** Behind `monetization`. */
type EventType = 'pending' | 'start' | 'progress' | 'stop';

/** The first version's states of one tag after the other, and their events. Each event is a task, and `state` has changed when it comes. */
// https://github.com/interledger/rfcs/blob/main/0028-web-monetization/0028-web-monetization.md
export class LegacyMonetization {
  readonly #target: EventTarget;
  readonly #platform: Platform;
  #state: MonetizationState = 'stopped';
  /** What `#state` is after the tasks that are queued. */
  #next: MonetizationState = 'stopped';
  #tag: object | null = null;
  /** Of the tag, once it has been pending. */
  #request: LegacyDetail | null = null;
  /** What arrived while the page was away. */
  #late: Amount[] = [];

  constructor(target: EventTarget, platform: Platform) {
    this.#target = target;
    this.#platform = platform;
  }

  get state(): MonetizationState {
    return this.#state;
  }

  /** The page's tag is this one, or there is none that counts. */
  follow(tag: object | null): void {
    if (tag === this.#tag) return;
    if (this.#request) this.#go('stopped', 'stop', { ...this.#request, finalized: true });
    this.#tag = tag;
    this.#request = null;
    this.#late = [];
  }

  /** Payments for the tag may come from now on. */
  resume(paymentPointer: string): void {
    if (this.#next !== 'stopped') return;
    this.#request ??= { paymentPointer, requestId: crypto.randomUUID() };
    this.#go('pending', 'pending', this.#request);
    for (const amount of this.#late.splice(0)) this.pay(amount);
  }

  /** Payments for the tag do not come for the moment. */
  pause(): void {
    if (this.#next === 'stopped' || !this.#request) return;
    this.#go('stopped', 'stop', { ...this.#request, finalized: false });
  }

  /** Money has been on its way before anybody asked here. */
  start(): void {
    if (this.#next === 'pending' && this.#request) this.#go('started', 'start', this.#request);
  }

  pay(amount: Amount): void {
    if (this.#next === 'stopped' || !this.#request) {
      this.#late.push(amount);
      return;
    }
    this.start();
    const { value, assetCode, assetScale } = amount;
    this.#go('started', 'progress', { ...this.#request, amount: value, assetCode, assetScale });
  }

  // The names are put together here, so that a search for them in a bundle finds the page's own use only.
  #go(state: MonetizationState, type: EventType, detail: Detail): void {
    this.#next = state;
    queueTask(this.#platform, () => {
      this.#state = state;
      this.#target.dispatchEvent(createCustomEvent(`monetization${type}`, { ...detail }));
    });
  }
}

/** The old way, because this file comes late, and pages of that time like to replace `CustomEvent`. */
function createCustomEvent(type: string, detail: Detail): Event {
  const event = document.createEvent('CustomEvent');
  event.initCustomEvent(type, false, false, detail);
  return event;
}
