import { PERSONA_KEY } from '../../protocol/sandbox/personas.js';
import { CONTROL_KEY, type SharedState } from '../control.js';
import { PageControl } from './page-control.js';
import { exposeRealTimers, realTimers } from './real-timers.js';

const globals = globalThis as unknown as Record<symbol, SharedState | undefined>;
const shared = (globals[Symbol.for(CONTROL_KEY)] ??= {});

if (!shared.control) {
  const control = new PageControl();
  shared.control = control;
  control.setScenario(shared.requested?.scenario, shared.requested?.initial);
  startWhenReady(control);
}

/**
 * Runs before all scripts of the page, so that they find Web Monetization. A page that loads this package
 * itself keeps its own copy, which then simulates its provider.
 */
function startWhenReady(control: PageControl): void {
  let isStarted = false;
  const tryStart = (): void => {
    control.listen();
    if (isStarted) return;
    const ownScript = document.querySelector('script[data-provider]');
    if (!ownScript && !document.querySelector('script') && document.readyState === 'loading') return;
    isStarted = true;
    control.setScenario(shared.requested?.scenario, shared.requested?.initial);
    if (ownScript) configureSimulation(ownScript, control.persona);
    else control.startAgent();
  };
  new MutationObserver(tryStart).observe(document, { childList: true, subtree: true });
  document.addEventListener('readystatechange', tryStart);
  tryStart();
}

function configureSimulation(script: Element, persona: string): void {
  script.setAttribute('data-provider', 'simulate');
  script.setAttribute('data-simulate-on', location.hostname);
  exposeRealTimers(script, realTimers());
  try {
    if (persona === 'no-agent' || persona === 'late') localStorage.setItem(PERSONA_KEY, persona);
    else if (/^(no-agent|late)$/.test(localStorage.getItem(PERSONA_KEY) ?? ''))
      localStorage.removeItem(PERSONA_KEY);
  } catch {
    // Without storage, the page always has the persona `paying`.
  }
}
