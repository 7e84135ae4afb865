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
    const { provider, persona, directory, force, doubtful } = configuration;
    if (persona === 'no-agent') return;
    const broken = findBrokenGlobals();
    if (broken.length) throw new TypeError(`Not the browser's own: ${broken}`);
    const parts = { importPart: importPartFrom(directory), platform };
    const supported = isSupported();
    if (!provider || !isSecureContext || doubtful || (supported && force)) {
      usePart(parts, 'help', ({ help }) => help(script, provider, supported, parts));
    }
    if (!provider || !isSecureContext) return;
    if (supported && !force)
      return void usePart(parts, 'aside', ({ standAside }) => standAside({ directory, platform }));
    const start = (): void => {
      undo = apply();
      startAgent({ ...configuration, provider, platform });
    };
    if (persona === 'late') void usePart(parts, 'simulation', ({ whenLate }) => whenLate(platform, start));
    else start();
  } catch (cause) {
    undo?.();
    platform.warn(`[wm-polyfill] Nothing is paid, because this page or browser lacks something. (${cause})`);
  }
}
