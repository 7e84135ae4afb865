import { matches } from './allowlist.js';
import { isEnabledInContainer } from './allow-attribute.js';
import type { FrameQuestion } from './ask-parent.js';
import type { HeaderPolicies } from './header-policies.js';
import type { Refusal } from './refusal.js';

/**
 * Answers the documents in the frames of this one. A document gets one answer, however often it asks and whatever becomes of `allow`; the
 * next document in the same frame asks with another id. The id is the document's own, so an answer holds for its origin only.
 */
// https://www.w3.org/TR/permissions-policy/#algo-define-inherited-policy-in-container
export function createFrameAnswers(
  view: Window,
  refuseDocument: () => Promise<Refusal | null>,
  headerPolicies: () => Promise<HeaderPolicies>,
): (event: MessageEvent<Partial<FrameQuestion>>) => Promise<void> {
  const given = new WeakMap<MessageEventSource, { id: unknown; origin: string; enabled: boolean }>();

  return async ({ source, origin, data: { id }, ports: [port] }) => {
    // Only the frames of this document: those further down ask their own parents. What is no window has no `parent`.
    if (!source || !port || (source as Window).parent !== view) return;
    const refusal = await refuseDocument();
    // As long as it is not known, the frame asks again.
    if (refusal?.retryAfter) return;
    const { declared } = await headerPolicies();
    const former = given.get(source);
    if (former?.id !== id || former?.origin !== origin) {
      const enabled = !refusal && (!declared || matches(declared, origin));
      const container = findContainer(view.document, source);
      given.set(source, {
        id,
        origin,
        enabled: enabled && isEnabledInContainer(container, view.origin, origin),
      });
    }
    port.postMessage(given.get(source)?.enabled);
  };
}

/** In a closed shadow tree it is not found, and counts as one without `allow`. */
function findContainer(root: Document | ShadowRoot, source: MessageEventSource): Element | null {
  for (const frame of root.querySelectorAll('iframe')) if (frame.contentWindow === source) return frame;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const found = shadowRoot && findContainer(shadowRoot, source);
    if (found) return found;
  }
  return null;
}
