import type { MonetizationEvent } from './monetization-event.js';

type Handler = ((this: EventTarget, event: MonetizationEvent) => unknown) | null;

/** Per target: the handler's value and whether its listener is active. */
const handlers = new WeakMap<EventTarget, { value: Handler; listener: (event: Event) => void }>();

// https://html.spec.whatwg.org/multipage/webappapis.html#event-handler-idl-attributes
const attribute = {
  get onmonetization(): Handler {
    return handlers.get(targetOf(this))?.value ?? null;
  },
  set onmonetization(value: unknown) {
    const target = targetOf(this);
    if (isObject(value)) activateAnEventHandler(target, value as Handler);
    else deactivateAnEventHandler(target);
  },
};

export const onmonetization: PropertyDescriptor = {
  ...Object.getOwnPropertyDescriptor(attribute, 'onmonetization'),
  enumerable: true,
  configurable: true,
};

// https://webmonetization.org/specification/#dfn-onmonetization
export function onmonetizationTargets(): object[] {
  return [
    // [Global] interfaces carry their members on the global object itself.
    globalThis,
    ...[globalThis.Document, globalThis.HTMLElement, globalThis.SVGElement, globalThis.MathMLElement].flatMap(
      (type: { prototype: object } | undefined) => (type ? [type.prototype] : []),
    ),
  ];
}

// https://html.spec.whatwg.org/multipage/webappapis.html#activate-an-event-handler
function activateAnEventHandler(target: EventTarget, value: Handler): void {
  const active = handlers.get(target);
  if (active) {
    active.value = value;
    return;
  }
  const handler = { value, listener: (event: Event) => processEvent(handler.value, target, event) };
  handlers.set(target, handler);
  target.addEventListener('monetization', handler.listener);
}

// https://html.spec.whatwg.org/multipage/webappapis.html#deactivate-an-event-handler
function deactivateAnEventHandler(target: EventTarget): void {
  const active = handlers.get(target);
  if (active) target.removeEventListener('monetization', active.listener);
  handlers.delete(target);
}

// https://html.spec.whatwg.org/multipage/webappapis.html#the-event-handler-processing-algorithm
function processEvent(callback: unknown, target: EventTarget, event: Event): void {
  if (typeof callback !== 'function') return;
  if (Reflect.apply(callback, target, [event]) === false) event.preventDefault();
}

// An object that cannot be called stays as the value and does nothing, as with every other event handler.
// https://webidl.spec.whatwg.org/#LegacyTreatNonObjectAsNull
function isObject(value: unknown): boolean {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}

function targetOf(self: unknown): EventTarget {
  const target = self ?? globalThis;
  if (!(target instanceof EventTarget)) throw new TypeError('Illegal invocation');
  return target;
}
