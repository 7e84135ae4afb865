import type { Place } from './observation.js';

/** `at name (https://site.example/a.js:3:14)`: nothing that a URL of a script may hold stands before one. */
const FRAME = /[\s(]((?:https?|file):\/\/[^\s()]+):(\d+):\d/;

/** The line of a page's own script that has called; null when it was none's, or the agent's. */
export function callingPlace(): Place | null {
  const [, file, line] = FRAME.exec(new Error().stack ?? '') ?? [];
  return file === undefined || isAgent(file) ? null : { file, line: Number(line) };
}

/** The script that names a provider, and what it loads from beside it. */
function isAgent(file: string): boolean {
  return [...document.querySelectorAll<HTMLScriptElement>('script[data-provider][src]')].some(
    ({ src }) => file === src || file.startsWith(new URL('wm-', src).href),
  );
}
