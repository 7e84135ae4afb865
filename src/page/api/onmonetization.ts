import type { MonetizationEvent } from './monetization-event.js';
import { NativeEventTarget } from './natives.js';
import {
  addEventListener,
  compileHandler,
  contentAttributeOf,
  removeEventListener,
} from './onmonetization-attribute.js';

type Handler = ((this: EventTarget, event: MonetizationEvent) => unknown) | null;

// https://html.spec.whatwg.org/multipage/webappapis.html#event-handlers
interface EventHandler {
  value: Handler;
  /** The content attribute when the value was set. Of attribute and value, the last one set applies. */
  body: string | null;
}

const handlers = new WeakMap<EventTarget, EventHandler>();

// https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
const attribute = {
  get onmonetization(): Handler {
    return getCurrentValue(targetOf(this));
  },
  set onmonetization(value: unknown) {
    const target = targetOf(this);
    setValue(target, value, contentAttributeOf(target));
  },
};

export const onmonetization: PropertyDescriptor = Object.getOwnPropertyDescriptor(
  attribute,
  'onmonetization',
) as PropertyDescriptor;

// https://webmonetization.org/specification/#dfn-onmonetization
export function onmonetizationTargets(): (object | undefined)[] {
  return [
    // [Global] interfaces have their members on the global object itself.
    globalThis,
    Document.prototype,
    HTMLElement.prototype,
    SVGElement.prototype,
    (globalThis.MathMLElement as typeof MathMLElement | undefined)?.prototype,
  ];
}

// https://html.spec.whatwg.org/multipage/webappapis.html#getting-the-current-value-of-the-event-handler
function getCurrentValue(target: EventTarget): Handler {
  const body = contentAttributeOf(target);
  const handler = handlerOf(target);
  if (body !== handler.body) {
    // Set it first, because compiling may call a Trusted Types policy of the page, which may re-enter here.
    handler.body = body;
    setValue(target, body && compileHandler(target, body), body);
  }
  return handler.value;
}

// Also activates or deactivates the handler. A replaced handler keeps its position among the listeners. A
// handler that was null in between does not.
// https://html.spec.whatwg.org/multipage/webappapis.html#activate-an-event-handler
function setValue(target: EventTarget, value: unknown, body: string | null): void {
  const handler = handlerOf(target);
  handler.body = body;
  // An object that is not callable is kept as the value but does nothing, as with every event handler.
  // https://webidl.spec.whatwg.org/#LegacyTreatNonObjectAsNull
  handler.value = Object(value) === value ? (value as Handler) : null;
  const change = handler.value ? addEventListener : removeEventListener;
  change.call(target, 'monetization', processEvent);
}

function handlerOf(target: EventTarget): EventHandler {
  const handler = handlers.get(target) ?? { value: null, body: null };
  handlers.set(target, handler);
  return handler;
}

// https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm
function processEvent(this: EventTarget, event: Event): void {
  const callback: unknown = getCurrentValue(this);
  if (typeof callback === 'function' && callback.call(this, event) === false) event.preventDefault();
}

function targetOf(self: unknown): EventTarget {
  const target = self ?? globalThis;
  if (!(target instanceof NativeEventTarget)) throw new TypeError('Illegal invocation');
  return target;
}
