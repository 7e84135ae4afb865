import { PERSONA_KEY } from '../../protocol/personas.js';
import { KEY, type Shared } from '../control.js';
import { PageControl } from './page-control.js';
import { lendTimers, realTimers } from './real-timers.js';

const place = globalThis as unknown as Record<symbol, Shared | undefined>;
const shared = (place[Symbol.for(KEY)] ??= {});

if (!shared.control) {
  const control = new PageControl();
  shared.control = control;
  control.watch(shared.wanted?.scenario, shared.wanted?.first);
  observeArrival(control);
}

/**
 * Runs before anything of the page does. The page has the support from its first script on; but a page that brings this package along goes on
 * with its own copy, which then simulates whatever provider it names.
 */
function observeArrival(control: PageControl): void {
  let decided = false;
  const decide = (): void => {
    control.listen();
    if (decided) return;
    const own = document.querySelector('script[data-provider]');
    if (!own && !document.querySelector('script') && document.readyState === 'loading') return;
    decided = true;
    control.watch(shared.wanted?.scenario, shared.wanted?.first);
    if (own) simulateWith(own, control.persona);
    else control.startAgent();
  };
  new MutationObserver(decide).observe(document, { childList: true, subtree: true });
  document.addEventListener('readystatechange', decide);
  decide();
}

function simulateWith(script: Element, persona: string): void {
  script.setAttribute('data-provider', 'simulate');
  script.setAttribute('data-simulate-on', location.hostname);
  lendTimers(script, realTimers());
  try {
    if (persona === 'no-agent' || persona === 'late') localStorage.setItem(PERSONA_KEY, persona);
    else if (/^(no-agent|late)$/.test(localStorage.getItem(PERSONA_KEY) ?? ''))
      localStorage.removeItem(PERSONA_KEY);
  } catch {
    // Without storage the page has nobody but who pays.
  }
}
