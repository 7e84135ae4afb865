import type { Page, Request, Response } from 'playwright-core';
import type { ScriptSource } from './source.js';

/** A document of the page, and what came for it. */
export interface LoadedDocument {
  readonly response: Response;
  /** As it was answered, before scripts changed it. */
  readonly html: Promise<string>;
  /** The text of every script file that has come. */
  readonly scripts: Promise<ScriptSource>[];
  readonly failedScripts: Map<string, string>;
}

/** What is larger is a library. */
const LARGEST_SCRIPT = 1_000_000;

export interface Trail {
  /** The newest, if any. */
  current(): LoadedDocument | undefined;
  /** How many there were. */
  count(): number;
  /** The next one has been asked for. */
  isGoingOn(): boolean;
}

/** Follows a page from one document to the next. Bodies are read when they come: a page that goes on takes them with it. */
export function followPage(page: Page): Trail {
  let current: LoadedDocument | undefined;
  let asked: Request | null = null;
  let count = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && !isOfFrame(request, page)) asked = request;
  });
  page.on('response', (response) => {
    const request = response.request();
    if (isDocument(response, page)) {
      current = { response, html: read(response), scripts: [], failedScripts: new Map() };
      asked = null;
      count += 1;
    }
    if (request.resourceType() !== 'script' || !current) return;
    if (response.ok()) current.scripts.push(readScript(response));
    else if (response.status() >= 400)
      current.failedScripts.set(response.url(), `it answers ${response.status()}`);
  });
  page.on('requestfailed', (request) => {
    if (request === asked) asked = null;
    if (request.resourceType() !== 'script') return;
    current?.failedScripts.set(request.url(), request.failure()?.errorText ?? 'it was not answered');
  });
  page.on('requestfinished', (request) => {
    if (request === asked) asked = null;
  });
  return { current: () => current, count: () => count, isGoingOn: () => asked !== null };
}

/** Redirects come to no document, and some answers leave the page where it is. */
function isDocument(response: Response, page: Page): boolean {
  const request = response.request();
  if (!request.isNavigationRequest() || isOfFrame(request, page)) return false;
  return !/^(?:3\d\d|204|205)$/.test(String(response.status()));
}

function isOfFrame(request: Request, page: Page): boolean {
  return request.frame() !== page.mainFrame();
}

function read(response: Response): Promise<string> {
  return response.text().catch(() => '');
}

async function readScript(response: Response): Promise<ScriptSource> {
  const text = await read(response);
  return { file: response.url(), firstLine: 1, text: text.length > LARGEST_SCRIPT ? '' : text };
}
