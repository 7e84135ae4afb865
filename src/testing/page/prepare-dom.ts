/** What the agent takes from the window: they have to be the window’s own, and Node has some of these names, too. */
const OF_THE_WINDOW = ['DOMTokenList', 'MutationObserver', 'CustomEvent', 'Event', 'EventTarget'] as const;

prepareDom();

/**
 * In Vitest's environments jsdom and happy-dom, `window` is Node's global object with much of a window copied onto it: `addEventListener.call(window)` throws there.
 * Where `window` is a window, as in a browser, this does nothing. It has to come before any module that captures what it patches.
 */
function prepareDom(): void {
  const view = typeof document === 'object' ? windowOf(document) : null;
  if (!view || (view as unknown) === globalThis) return;
  for (const name of OF_THE_WINDOW) {
    const value = classOf(name, document) ?? (view[name as keyof Window] as unknown);
    if (value) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
  // window.onmonetization
  const isOne = Function.prototype[Symbol.hasInstance];
  Object.defineProperty(EventTarget, Symbol.hasInstance, {
    value(this: unknown, given: unknown) {
      return (given === globalThis && this === EventTarget) || isOne.call(this as object, given);
    },
  });
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) {
    const native = EventTarget.prototype[name] as (...given: unknown[]) => unknown;
    const value = function (this: unknown, ...given: unknown[]): unknown {
      return native.apply(this === globalThis || this === undefined ? view : this, given);
    };
    Object.defineProperty(EventTarget.prototype, name, { value, configurable: true, writable: true });
  }
}

/** In happy-dom one has no name on the window, and the other is a class that no element is of. */
function classOf(name: string, document: Document): unknown {
  if (name === 'DOMTokenList') return document.createElement('link').relList?.constructor;
  return name === 'EventTarget' ? ownerOf('addEventListener', document)?.constructor : undefined;
}

/** Vitest hides it behind a property of the document. */
function windowOf(document: Document): Window | null {
  const owner = ownerOf('defaultView', document);
  return (
    owner && (Object.getOwnPropertyDescriptor(owner, 'defaultView')?.get?.call(document) as Window | null)
  );
}

/** Which of the document’s prototypes has the member. */
function ownerOf(member: string, document: Document): object | null {
  let owner: object | null = Object.getPrototypeOf(document) as object;
  while (owner && !Object.hasOwn(owner, member)) owner = Object.getPrototypeOf(owner) as object | null;
  return owner;
}
