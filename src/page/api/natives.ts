/**
 * Native interfaces, taken from native objects, because a library may have replaced the globals before this
 * script. MooTools 1.2, for example, replaces `Event` by a wrapper class.
 */
export const NativeEvent: typeof Event =
  constructorOf(() => document.createEvent('Event')) ?? globalThis.Event;

export const NativeEventTarget: typeof EventTarget =
  /* @__PURE__ */ constructorOf(() => rootOf(document)) ?? globalThis.EventTarget;

export const NativeCustomEvent: typeof CustomEvent =
  /* @__PURE__ */ constructorOf(() => document.createEvent('CustomEvent')) ?? globalThis.CustomEvent;

/** The root of the prototype chain, just below Object.prototype. */
function rootOf(object: object): object {
  const prototype = Object.getPrototypeOf(object) as object;
  return Object.getPrototypeOf(prototype) === Object.prototype ? prototype : rootOf(prototype);
}

/** Undefined without a document, as in server-side rendering. */
function constructorOf<Interface>(find: () => object): Interface | undefined {
  try {
    return find().constructor as Interface;
  } catch {
    return undefined;
  }
}
