import { readFileSync } from 'node:fs';
import type { Browser, Page, Response } from 'playwright-core';
import type { ObservedScript } from '../check-page/observation.js';
import { type ScriptSource, type Tag, tagsOf } from './source.js';

/** There is no page to look at. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

export interface Visit {
  readonly page: Page;
  /** As it was answered, before scripts changed it. */
  readonly html: string;
  readonly failedScripts: ReadonlyMap<string, string>;
  /** The text of every script file but the agent's. */
  scripts(agents: readonly ObservedScript[]): Promise<ScriptSource[]>;
  close(): Promise<void>;
}

const OPEN_WITHIN = 20_000;
/** What is larger is a library. */
const LARGEST_SCRIPT = 1_000_000;

/** Asked of the package itself, so that it holds from src/, from dist/ and from node_modules/. */
const WATCHER = new URL('./check-page.js', import.meta.resolve('wm-polyfill/wm.js'));

/**
 * Opens the page in a browser profile of its own, with the watching script. Its source is read before, because that script has to know whether the page
 * brings an agent: where it does not, it plays one. @throws UnreachableError
 */
export async function visitPage(browser: Browser, url: string): Promise<Visit> {
  const plays = !tagsOf(await readSource(browser, url)).some(isAgent);
  const context = await browser.newContext();
  const page = await context.newPage();
  const [responses, failedScripts] = [[] as Response[], new Map<string, string>()];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    responses.push(response);
    if (response.status() >= 400) failedScripts.set(response.url(), `it answers ${response.status()}`);
  });
  page.on('requestfailed', (request) => {
    if (request.resourceType() !== 'script') return;
    failedScripts.set(request.url(), request.failure()?.errorText ?? 'it was not answered');
  });
  try {
    const watcher = readFileSync(WATCHER, 'utf8');
    await page.addInitScript({ content: `globalThis.wmCheckPlays = ${plays};\n${watcher}` });
    const html = await open(page, url, 'load');
    return {
      ...{ page, html, failedScripts },
      scripts: (agents) => readScripts(responses, agents),
      close: () => context.close(),
    };
  } catch (error) {
    await context.close();
    throw error;
  }
}

/** In a browser profile of its own, without running anything: the page's visit finds nothing in its cache. */
async function readSource(browser: Browser, url: string): Promise<string> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  try {
    return await open(await context.newPage(), url, 'commit');
  } finally {
    await context.close();
  }
}

async function open(page: Page, url: string, waitUntil: 'commit' | 'load'): Promise<string> {
  const response = await page.goto(url, { waitUntil, timeout: OPEN_WITHIN }).catch((error: Error) => {
    // What follows the first line is the browser's diary.
    const [why = ''] = error.message.replace('page.goto: ', '').split('\n', 1);
    throw new UnreachableError(`${url} could not be opened: ${why.replace(` at ${url}`, '')}`);
  });
  const type = response?.headers()['content-type'] ?? '';
  if (response && response.status() >= 400) throw new UnreachableError(`${url} answers ${response.status()}`);
  if (!response || !/html/.test(type))
    throw new UnreachableError(`${url} is no page but ${type || 'nothing'}`);
  return response.text();
}

async function readScripts(
  responses: Response[],
  agents: readonly ObservedScript[],
): Promise<ScriptSource[]> {
  const own = responses.filter((response) => response.ok() && !isAgents(response.url(), agents));
  const sources = await Promise.all(
    own.map(async (response) => {
      // A page that has gone on to another has taken its scripts with it.
      const text = await response.text().catch(() => '');
      return { file: response.url(), firstLine: 1, text: text.length > LARGEST_SCRIPT ? '' : text };
    }),
  );
  return sources.filter(({ text }) => text !== '');
}

/** The script that names a provider, and the files that it loads from beside it. */
function isAgents(url: string, agents: readonly ObservedScript[]): boolean {
  return agents.some(({ src }) => url === src || (src !== '' && url.startsWith(new URL('wm-', src).href)));
}

function isAgent({ name, attributes }: Tag): boolean {
  return name === 'script' && attributes.has('data-provider');
}
