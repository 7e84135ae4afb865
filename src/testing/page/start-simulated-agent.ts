import { startAgent } from '../../agent/agent.js';
import { pageVisibility, type PageVisibility } from '../../agent/page-visibility.js';
import type { Platform } from '../../agent/platform.js';
import { apply } from '../../page-api/apply.js';

/** Does to this document what a browser with Web Monetization does. @returns its end. */
export function startSimulatedAgent(platform: Platform): () => void {
  const undo = apply();
  const agent = startAgent({
    provider: 'simulate',
    simulateOn: hostOf(window),
    persona: 'paying',
    // A copy, for the simulation puts its own clock there.
    platform: { ...platform },
    visibility: visibilityOf(document),
  });
  return () => {
    agent.stop();
    undo();
  };
}

/** A document without a URL of its own is on the site of whoever has made it. */
function hostOf({ origin, location }: Window): string {
  return /^http/.test(origin) ? new URL(origin).hostname : location.hostname;
}

/** A test's page is looked at, though a DOM without a browser says that it is prerendered, and a tab beside others that it is hidden. */
function visibilityOf(document: Document): PageVisibility {
  if (document.visibilityState === 'visible') return pageVisibility(document);
  return { visible: true, listen: () => undefined, observe: () => () => undefined };
}
