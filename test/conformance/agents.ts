import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The agent under test, and how it gets into a page. */
export interface AgentUnderTest {
  readonly name: string;
  /**
   * The tag that replaces `<!-- agent -->`; empty when the agent is not a script. A page's query may request
   * an agent with rare payments (`pace=slow`) or one that obeys the response's headers (`policy=headers`), if
   * the agent has such settings.
   */
  tag(query: URLSearchParams): string;
  /** A script file that the suite's server must serve at `/agent/`. */
  readonly file: string | null;
  /** The folder of an unpacked browser extension. */
  readonly extension: string | null;
}

export interface AgentUnderTestOptions {
  /** A URL or file, for `script`. */
  script?: string | undefined;
  /** `name=value`, for `script`. */
  attributes?: readonly string[];
  /** A folder, for `extension`. */
  extension?: string | undefined;
}

/** The browser without an agent: every subtest about detection must fail. */
export const NO_AGENT: AgentUnderTest = { name: 'none', tag: () => '', file: null, extension: null };

export function polyfillAgent(urls: {
  script: string;
  provider: string;
  slowProvider: string;
}): AgentUnderTest {
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

/** @throws TypeError when an option of the agent is missing. */
export function selectAgent(
  how: string,
  { script, attributes = [], extension }: AgentUnderTestOptions,
): AgentUnderTest {
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
