/**
 * Native interfaces, taken from native objects, because a library may have replaced the globals before this
 * script. MooTools 1.2, for example, replaces `Event` by a wrapper class. The globals are for server-side
 * rendering, which has no document.
 */
const hasDocument = typeof document === 'object';
const { getPrototypeOf } = Object;

export const NativeEvent: typeof Event = hasDocument ? createEvent('Event') : globalThis.Event;

export const NativeEventTarget: typeof EventTarget = hasDocument
  ? // Of Element, Node and EventTarget.
    constructorOf(getPrototypeOf(getPrototypeOf(getPrototypeOf(HTMLElement.prototype))))
  : globalThis.EventTarget;

export const NativeCustomEvent: typeof CustomEvent = /* @__PURE__ */ (() =>
  hasDocument ? createEvent<typeof CustomEvent>('CustomEvent') : globalThis.CustomEvent)();

function createEvent<Interface>(name: string): Interface {
  return constructorOf(document.createEvent(name));
}

function constructorOf<Interface>(object: unknown): Interface {
  return (object as object).constructor as Interface;
}
