import type { ObservedScript } from '../check-page/observation.js';
import type { ScriptSource } from './source.js';

/** wm.js by its own name, or by another: it says so in its last line. */
const NAME = /\/wm(?:[.-][\w.-]+)?\.m?js(?:[?#]|$)/;
const LAST_LINE = /\/\/# sourceMappingURL=wm\.js\.map\s*$/;

/** A script that is nothing but an agent, or a file that it loads from beside it: not to be judged like the page's own. */
export function isAgentFile({ file, text }: ScriptSource, scripts: readonly ObservedScript[]): boolean {
  return scripts.some(({ src }) => {
    if (file === src) return NAME.test(src) || LAST_LINE.test(text);
    return src !== '' && file.startsWith(new URL('wm-', src).href);
  });
}

/** A bundle with an agent in it is a script of the page's own, too. */
export function isBundle(src: string, scripts: readonly ScriptSource[]): boolean {
  return scripts.some(({ file }) => file === src);
}
