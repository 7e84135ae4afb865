import { matches } from './allowlist.js';
import { isEnabledInContainer } from './allow-attribute.js';
import type { FrameRequest } from './parent-request.js';
import type { HeaderPolicies } from './header-policies.js';
import type { Refusal } from './refusal.js';

/**
 * Answers requests from the frames of this document. Each document keeps its first answer, even if `allow`
 * changes later. The next document in the same frame sends a different id. A document chooses its id itself,
 * so the answer is stored together with its origin.
 */
// https://www.w3.org/TR/permissions-policy/#algo-define-inherited-policy-in-container
export function createFrameResponder(
  view: Window,
  checkDocument: () => Promise<Refusal | null>,
  headerPolicies: () => Promise<HeaderPolicies>,
): (event: MessageEvent<Partial<FrameRequest>>) => Promise<void> {
  const answers = new WeakMap<MessageEventSource, { id: unknown; origin: string; enabled: boolean }>();

  return async ({ source, origin, data: { id }, ports: [port] }) => {
    // Only direct child frames: deeper ones send the request to their own parents. A source that is not a
    // window has no `parent`.
    if (!source || !port || (source as Window).parent !== view) return;
    const refusal = await checkDocument();
    // Not known yet: without an answer, the frame repeats its request.
    if (refusal?.retryAfter) return;
    const { declared } = await headerPolicies();
    const previous = answers.get(source);
    if (previous?.id !== id || previous?.origin !== origin) {
      const enabled = !refusal && (!declared || matches(declared, origin));
      const container = findContainer(view.document, source);
      answers.set(source, {
        id,
        origin,
        enabled: enabled && isEnabledInContainer(container, view.origin, origin),
      });
    }
    port.postMessage(answers.get(source)?.enabled);
  };
}

/** Does not find a frame in a closed shadow tree. Such a frame is treated like one without `allow`. */
function findContainer(root: Document | ShadowRoot, source: MessageEventSource): Element | null {
  for (const frame of root.querySelectorAll('iframe')) if (frame.contentWindow === source) return frame;
  for (const { shadowRoot } of root.querySelectorAll('*')) {
    const found = shadowRoot && findContainer(shadowRoot, source);
    if (found) return found;
  }
  return null;
}
