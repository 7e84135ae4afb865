import type { ObservedScript } from '../browser/observation.js';
import type { ScriptSource } from './page-source.js';

/** Recognizes wm.js by its file name, or after renaming by the marker in its last line. */
const AGENT_FILE_NAME = /\/wm(?:[.-][\w.-]+)?\.m?js(?:[?#]|$)/;
const SOURCE_MAP_LINE = /\/\/# sourceMappingURL=wm\.js\.map\s*$/;

/**
 * True for a script that contains only an agent, or for a file that such a script loads. It is not checked
 * like the page's own scripts.
 */
export function isAgentScript({ file, text }: ScriptSource, scripts: readonly ObservedScript[]): boolean {
  return scripts.some(({ src }) => {
    if (file === src) return AGENT_FILE_NAME.test(src) || SOURCE_MAP_LINE.test(text);
    return src !== '' && file.startsWith(new URL('wm-', src).href);
  });
}

/** True for a bundle with an agent: it is also one of the page's own scripts. */
export function isBundle(src: string, scripts: readonly ScriptSource[]): boolean {
  return scripts.some(({ file }) => file === src);
}
