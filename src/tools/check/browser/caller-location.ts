import type { SourceLocation } from './observation.js';

/** Matches the URL and line of a stack frame: `at name (https://site.example/a.js:3:14)`. */
const STACK_FRAME = /[\s(]((?:https?|file):\/\/[^\s()]+):(\d+):\d/;

/** The calling line of the page's own scripts; null if the caller is the agent or unknown. */
export function getCallerLocation(): SourceLocation | null {
  const [, file, line] = STACK_FRAME.exec(new Error().stack ?? '') ?? [];
  return file === undefined || isAgentFile(file) ? null : { file, line: Number(line) };
}

/** The script with data-provider, and the files that it loads from its folder. */
function isAgentFile(file: string): boolean {
  return [...document.querySelectorAll<HTMLScriptElement>('script[data-provider][src]')].some(
    ({ src }) => file === src || file.startsWith(new URL('wm-', src).href),
  );
}
