import { startAgent } from '../../page/agent/agent.js';
import { createPageVisibility, type PageVisibility } from '../../page/agent/core/page-visibility.js';
import type { Platform } from '../../page/agent/core/platform.js';
import { apply } from '../../page/api/apply.js';

/**
 * Adds Web Monetization to this document, as a browser with native support does.
 * @returns a function that removes it.
 */
export function startSimulatedAgent(platform: Platform): () => void {
  const undo = apply();
  const agent = startAgent({
    provider: 'simulate',
    simulateOn: hostOf(window),
    persona: 'paying',
    // A copy, because the simulation replaces its clock.
    platform: { ...platform },
    visibility: visibilityOf(document),
  });
  return () => {
    agent.stop();
    undo();
  };
}

/** A document without its own URL (about:blank, srcdoc) has the origin of its creator. */
function hostOf({ origin, location }: Window): string {
  return /^http/.test(origin) ? new URL(origin).hostname : location.hostname;
}

/** A tested page counts as visible, although jsdom reports `prerender` and a background tab `hidden`. */
function visibilityOf(document: Document): PageVisibility {
  if (document.visibilityState === 'visible') return createPageVisibility(document);
  return { visible: true, listen: () => undefined, observe: () => () => undefined };
}
