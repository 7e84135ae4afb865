import { startAgent } from './agent/agent.js';
import { findBrokenGlobals } from './agent/broken-globals.js';
import { findScript, readConfiguration } from './agent/configuration.js';
import { importPartFrom, usePart } from './agent/parts.js';
import { capturePlatform } from './agent/platform.js';
import { apply, isPolyfilled, isSupported } from './page-api/apply.js';

export type * from './fn.js';

// Without a document, as in server-side rendering, importing this does nothing.
if (typeof document === 'object') startFromScript();

/** Never throws: a guest does not break its host. */
function startFromScript(): void {
  const platform = capturePlatform();
  let undo: (() => void) | undefined;
  try {
    // Another copy of this script is at work.
    if (isPolyfilled()) return;

    const script = findScript(document);
    const configuration = readConfiguration(script);
    const { provider, persona, directory, force, standAside, doubtful } = configuration;
    const otherAgent = isSupported();
    const broken = findBrokenGlobals();
    if (broken.length) throw new TypeError(`Not the browser's own: ${broken}`);
    const parts = { importPart: importPartFrom(directory), platform };
    if (persona === 'no-agent') {
      if (otherAgent) usePart(parts, 'aside', ({ tellOfOther }) => tellOfOther(platform, persona));
      return;
    }
    if (!provider || !isSecureContext || doubtful || (otherAgent && force)) {
      usePart(parts, 'help', ({ help }) => help(script, provider, otherAgent, parts));
    }
    if (!provider || !isSecureContext) return;
    const options = { ...configuration, provider, platform, otherAgent };
    const start = (): void => {
      undo = apply();
      startAgent(options);
    };
    if (otherAgent && (standAside || !(force || persona))) {
      const heard: Event[] = [];
      // It may pay before that file is here.
      addEventListener('monetization', (event) => heard.push(event), { capture: true, once: true });
      usePart(parts, 'aside', (aside) => aside.standAside({ ...options, heard, apply, startAgent }));
    } else if (persona === 'late') usePart(parts, 'simulation', ({ whenLate }) => whenLate(platform, start));
    else start();
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Nothing is paid, because this page or browser lacks something. (${cause})`);
  }
}
