import { NativeEventTarget } from './natives.js';

const NAME = 'onmonetization';

/** Native event handlers of every element in every engine, whose events come only to `<track>` and `<slot>`. */
const COMPILERS = ['oncuechange', 'onslotchange'] as const;

// Taken now: a page that replaces them later means its own listeners.
export const { addEventListener, removeEventListener } = NativeEventTarget.prototype;

export function contentAttributeOf(target: EventTarget): string | null {
  // Called on the prototype, because a form's input may be named "getAttribute".
  return target instanceof Element ? Element.prototype.getAttribute.call(target, NAME) : null;
}

/**
 * Lets the browser compile: for a moment the text is the content attribute of another event handler on the same element. So the scope
 * chain is that of the element, and the page's policies (CSP, Trusted Types) decide as they do for every inline handler.
 * A page that observes attributes sees this one come and go, once for each text.
 */
// https://html.spec.whatwg.org/multipage/webappapis.html#getting-the-current-value-of-the-event-handler
export function compile(element: EventTarget, body: string): unknown {
  const handlers = element as unknown as Record<string, unknown>;
  const { setAttribute, removeAttribute } = Element.prototype;
  // One that the page uses itself is not null.
  const compiler = COMPILERS.find((name) => handlers[name] === null);
  if (!compiler) return null;
  try {
    setAttribute.call(element, compiler, body);
    return handlers[compiler];
  } catch {
    // Trusted Types: the page wants no text to become a script.
    return null;
  } finally {
    removeAttribute.call(element, compiler);
  }
}

/** Again whenever the page's listeners are gone, as after `document.open()`. */
// Differs from the spec: the content attribute is noticed when the handler is read or when an event comes by, not when it is set. So a
// listener that its element already has by then is called before it, and outside of a document or in a shadow tree the handler has to be
// read once. In return a page without the attribute pays nothing for it.
export function noticeContentAttributes(): () => void {
  addEventListener.call(globalThis, 'monetization', readHandlers, true);
  return () => removeEventListener.call(globalThis, 'monetization', readHandlers, true);
}

function readHandlers(event: Event): void {
  const path = event.composedPath() as (EventTarget & Partial<GlobalEventHandlers>)[];
  // No iterator: a page may have put its own in the place of that of arrays.
  for (let index = 0; index < path.length; index++) readHandler(path[index] as Partial<GlobalEventHandlers>);
}

// The minifier drops a read whose value nobody takes, although a getter may do something.
function readHandler(target: Partial<GlobalEventHandlers>): unknown {
  return target.onmonetization;
}
