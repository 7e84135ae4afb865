/**
 * The platform's own interfaces, found through its own objects: a library may have put something else in their place before this script.
 * MooTools 1.2, for one, has an `Event` that wraps events and is none.
 */
export const NativeEvent: typeof Event =
  constructorOf(() => document.createEvent('Event')) ?? globalThis.Event;

export const NativeEventTarget: typeof EventTarget =
  /* @__PURE__ */ constructorOf(() => rootOf(document)) ?? globalThis.EventTarget;

export const NativeCustomEvent: typeof CustomEvent =
  /* @__PURE__ */ constructorOf(() => document.createEvent('CustomEvent')) ?? globalThis.CustomEvent;

/** The last prototype before that of all objects. */
function rootOf(object: object): object {
  const prototype = Object.getPrototypeOf(object) as object;
  return Object.getPrototypeOf(prototype) === Object.prototype ? prototype : rootOf(prototype);
}

/** Undefined where there is no document, as on a server. */
function constructorOf<Interface>(find: () => object): Interface | undefined {
  try {
    return find().constructor as Interface;
  } catch {
    return undefined;
  }
}
