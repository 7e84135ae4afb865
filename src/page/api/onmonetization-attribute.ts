import { NativeEventTarget } from './natives.js';

const ATTRIBUTE_NAME = 'onmonetization';

/** An event handler that every element has in every browser, but that only `<slot>` uses. */
const BORROWED_ATTRIBUTE = 'onslotchange';

// Captured at load, because a page may replace them later to intercept its own listeners.
export const addEventListener: EventTarget['addEventListener'] = NativeEventTarget.prototype.addEventListener;
export const removeEventListener: EventTarget['removeEventListener'] =
  NativeEventTarget.prototype.removeEventListener;

export function contentAttributeOf(target: EventTarget): string | null {
  // Called on the prototype: in a form, an input named "getAttribute" shadows the method (DOM clobbering).
  return target instanceof Element ? Element.prototype.getAttribute.call(target, ATTRIBUTE_NAME) : null;
}

/**
 * Makes the browser compile the handler: sets the text briefly as the content attribute of another event
 * handler on the same element. So the handler has the element's scope chain, and the page's CSP and Trusted
 * Types apply as for every inline handler. A MutationObserver of the page sees this attribute appear and
 * disappear, once for each text.
 */
// https://html.spec.whatwg.org/multipage/webappapis.html#getting-the-current-value-of-the-event-handler
export function compileHandler(element: EventTarget, body: string): unknown {
  const handlers = element as unknown as Record<string, unknown>;
  const { setAttribute, removeAttribute } = Element.prototype;
  // The page itself uses it.
  if (handlers[BORROWED_ATTRIBUTE] !== null) return undefined;
  try {
    setAttribute.call(element, BORROWED_ATTRIBUTE, body);
    return handlers[BORROWED_ATTRIBUTE];
  } catch {
    // Trusted Types blocked the text.
    return undefined;
  } finally {
    removeAttribute.call(element, BORROWED_ATTRIBUTE);
  }
}

/** Activates content attributes. Call it again after `document.open()`, which removes all listeners. */
// Differs from the spec: a content attribute takes effect when the handler is read or an event passes, not
// when it is set. So listeners that were added before then run before it. Outside a document or in a shadow
// tree, the page must read the handler once. In return, a page without the attribute has no overhead.
export function observeContentAttributes(): () => void {
  addEventListener.call(globalThis, 'monetization', readHandlers, true);
  return () => removeEventListener.call(globalThis, 'monetization', readHandlers, true);
}

function readHandlers(event: Event): void {
  // No for...of, because a page may have replaced the array iterator.
  event.composedPath().forEach(readHandler);
}

// Returns the value, because the minifier would remove an unused read although the getter has a side effect.
function readHandler(target: EventTarget & Partial<GlobalEventHandlers>): unknown {
  return target.onmonetization;
}
