import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What is put under test, and how it gets into a page. */
export interface Agent {
  readonly name: string;
  /**
   * The tag for the place of `<!-- agent -->`; empty when the agent is not a script. A page's query may ask for an agent that pays
   * seldom (`pace=slow`) or asks for the response's headers (`policy=headers`), where an agent can be told so.
   */
  tag(query: URLSearchParams): string;
  /** A script that the suite's server has to serve at `/agent/`, if it is a file. */
  readonly file: string | null;
  /** Folder of an unpacked browser extension. */
  readonly extension: string | null;
}

export interface AgentOptions {
  /** URL or file, for `script`. */
  script?: string | undefined;
  /** `name=value`, for `script`. */
  attributes?: readonly string[];
  /** Folder, for `extension`. */
  extension?: string | undefined;
}

/** The bare browser: what every subtest about detection has to fail with. */
export const NO_AGENT: Agent = { name: 'none', tag: () => '', file: null, extension: null };

export function ourAgent(urls: { script: string; provider: string; slowProvider: string }): Agent {
  return {
    name: 'ours',
    tag(query) {
      const provider = query.get('pace') === 'slow' ? urls.slowProvider : urls.provider;
      const policy = query.get('policy') === 'headers' ? ['data-policy=headers'] : [];
      return scriptTag(urls.script, [`data-provider=${provider}`, ...policy]);
    },
    file: null,
    extension: null,
  };
}

/** @throws TypeError when what the agent needs is missing. */
export function otherAgent(how: string, { script, attributes = [], extension }: AgentOptions): Agent {
  if (how === 'none') return NO_AGENT;
  if (how === 'script') {
    if (!script) throw new TypeError('--agent script needs --script <URL or file>.');
    const isUrl = /^https?:/.test(script);
    const file = isUrl ? null : resolve(script.startsWith('file:') ? fileURLToPath(script) : script);
    const source = file === null ? script : `/agent/${basename(file)}`;
    const tag = scriptTag(source, attributes);
    return { name: 'script', tag: () => tag, file, extension: null };
  }
  if (how === 'extension') {
    if (!extension)
      throw new TypeError('--agent extension needs --extension <folder of the unpacked extension>.');
    return { name: 'extension', tag: () => '', file: null, extension: resolve(extension) };
  }
  throw new TypeError(`--agent must be "ours", "none", "script" or "extension", got ${JSON.stringify(how)}.`);
}

function scriptTag(source: string, attributes: readonly string[]): string {
  const written = [`src=${source}`, ...attributes].map((attribute) => {
    const [name, ...value] = attribute.split('=');
    return `${name}="${value.join('=').replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`;
  });
  return `<script ${written.join(' ')}></script>`;
}
