import { createElementLoader } from './core/element-loader.js';
import { loadLazyModule } from './core/load-lazy-module.js';
import type { AgentContext } from './agent-context.js';
import { scanLegacy } from './legacy/use-legacy.js';
import { createLinkScanner } from './links/link-scanner.js';
import type { PageEventListeners } from './page-events.js';

export function createDocumentScan(
  agent: AgentContext,
  events: PageEventListeners,
  target: EventTarget,
): () => void {
  const scanElements = createElementLoader(document, (name) => loadLazyModule(agent, name));
  const scanLinks = createLinkScanner(document, agent.sessions);
  return () => {
    try {
      events.listen();
      if (!agent.stopped) {
        scanLinks();
        scanLegacy(agent, target);
      }
      scanElements();
    } catch (cause) {
      // The page has removed a global or a DOM method that the scan needs. Known links are still paid.
      agent.error = agent.report(cause);
    }
  };
}
