/** Classes that the agent uses. They must be the window’s own, but Node has globals of the same names. */
const WINDOW_CLASSES = ['DOMTokenList', 'MutationObserver', 'CustomEvent', 'Event', 'EventTarget'] as const;

prepareDom();

/**
 * In Vitest's jsdom and happy-dom environments, `window` is Node's global object with copied window members.
 * `addEventListener.call(window)` throws there. In a browser, where `window` is a real window, this does
 * nothing. Import it before all modules that capture the patched members.
 */
function prepareDom(): void {
  const view = typeof document === 'object' ? windowOf(document) : null;
  if (!view || (view as unknown) === globalThis) return;
  for (const name of WINDOW_CLASSES) {
    const value = findWindowClass(name, document) ?? (view[name as keyof Window] as unknown);
    if (value) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  // Makes `window instanceof EventTarget` true, for `window.onmonetization`.
  const hasInstance = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(EventTarget, Symbol.hasInstance, {
    value(this: unknown, value: unknown) {
      return (value === globalThis && this === EventTarget) || hasInstance.call(this as object, value);
    },
  });
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    const native = EventTarget.prototype[name] as (...args: unknown[]) => unknown;
    const value = function (this: unknown, ...args: unknown[]): unknown {
      return native.apply(this === globalThis || this === undefined ? view : this, args);
    };
    Object.defineProperty(EventTarget.prototype, name, { value, configurable: true, writable: true });
  }
}

/** In happy-dom, the window has no DOMTokenList, and no element is an instance of its EventTarget. */
function findWindowClass(name: string, document: Document): unknown {
  if (name === 'DOMTokenList') return document.createElement('link').relList?.constructor;
  return name === 'EventTarget' ? ownerOf('addEventListener', document)?.constructor : undefined;
}

/** Vitest replaces `document.defaultView` with an own property; the prototype has the real window. */
function windowOf(document: Document): Window | null {
  const owner = ownerOf('defaultView', document);
  return (
    owner && (Object.getOwnPropertyDescriptor(owner, 'defaultView')?.get?.call(document) as Window | null)
  );
}

/** The prototype of the document that has the member. */
function ownerOf(member: string, document: Document): object | null {
  let owner: object | null = Object.getPrototypeOf(document) as object;
  while (owner && !Object.hasOwn(owner, member)) owner = Object.getPrototypeOf(owner) as object | null;
  return owner;
}
