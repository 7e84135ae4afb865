import type { Place } from './observation.js';

const FRAME = /((?:https?|file):\/\/[^\s()]+?):(\d+):\d+/;

/** The line of a page's own script that has called; null when it was none's, or the agent's. */
export function callingPlace(): Place | null {
  const [, file, line] = FRAME.exec(new Error().stack ?? '') ?? [];
  return file === undefined || isAgent(file) ? null : { file, line: Number(line) };
}

/** The script that names a provider, and what it loads from beside it. */
function isAgent(file: string): boolean {
  return [...document.querySelectorAll<HTMLScriptElement>('script[data-provider][src]')].some(
    ({ src }) => file === src || new URL('.', file).href + 'wm-' === file.replace(/[^/]*$/, 'wm-'),
  );
}
