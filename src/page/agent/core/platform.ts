import { NativeEventTarget } from '../../api/natives.js';

/** Platform functions, captured at start, so that the page cannot replace them later. */
export interface Platform {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Like the browser's, it fires at once if the delay exceeds 31 bits. */
  setTimeout(steps: () => void, delay: number): number;
  clearTimeout(timer: number): void;
  /** From 0 (inclusive) to 1 (exclusive). */
  random(): number;
  warn(message: string): void;
}

const { dispatchEvent } = NativeEventTarget.prototype;

/** The event that the agent is dispatching at this moment. */
let dispatched: Event | undefined;

export function dispatch(event: Event, target: EventTarget): void {
  dispatched = event;
  dispatchEvent.call(target, event);
  dispatched = undefined;
}

/** Whether the agent is dispatching this event. */
export function isDispatched(event: Event): boolean {
  return event === dispatched;
}

export function capturePlatform(): Platform {
  return {
    now: Date.now,
    random: Math.random,
    warn: console.warn.bind(console),
    setTimeout: setTimeout.bind(globalThis),
    clearTimeout: clearTimeout.bind(globalThis),
  };
}

// https://html.spec.whatwg.org/multipage/webappapis.html#queue-a-microtask
export async function queueMicrotaskSteps(steps: () => void): Promise<void> {
  await null;
  steps();
}

// https://html.spec.whatwg.org/multipage/webappapis.html#queue-a-task
export function queueTask(platform: Platform, steps: () => void): void {
  platform.setTimeout(steps, 0);
}
