/**
 * Native interfaces, taken from native objects, because a library may have replaced the globals before this
 * script. MooTools 1.2, for example, replaces `Event` by a wrapper class. The globals are for server-side
 * rendering, which has no document.
 */
const hasDocument = typeof document === 'object';

export const NativeEvent: typeof Event = hasDocument
  ? constructorOf(document.createEvent('Event'))
  : globalThis.Event;

export const NativeEventTarget: typeof EventTarget = /* @__PURE__ */ hasDocument
  ? constructorOf(rootOf(document))
  : globalThis.EventTarget;

export const NativeCustomEvent: typeof CustomEvent = /* @__PURE__ */ hasDocument
  ? constructorOf(document.createEvent('CustomEvent'))
  : globalThis.CustomEvent;

/** The root of the prototype chain, just below Object.prototype. */
function rootOf(object: object): object {
  const prototype = Object.getPrototypeOf(object) as object;
  return prototype === Object.prototype ? object : rootOf(prototype);
}

function constructorOf<Interface>(object: object): Interface {
  return object.constructor as Interface;
}
