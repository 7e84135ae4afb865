import type { Page, Request, Response } from 'playwright-core';
import type { ScriptSource } from './source/page-source.js';

/** A document of the page and the resources that it loaded. */
export interface LoadedDocument {
  readonly response: Response;
  /** The response, before scripts changed it. */
  readonly html: Promise<string>;
  /** The texts of all loaded script files. */
  readonly scripts: Promise<ScriptSource>[];
  readonly failedScripts: Map<string, string>;
}

/** Larger scripts are libraries. */
const MAX_SCRIPT_LENGTH = 1_000_000;

export interface DocumentTracker {
  /** The current document, if any. */
  current(): LoadedDocument | undefined;
  /** Number of documents so far. */
  documentCount(): number;
  /** True if a navigation is in progress. */
  isNavigating(): boolean;
}

/** Tracks the documents of a page. Bodies are read when they arrive, because a navigation discards them. */
export function trackDocuments(page: Page): DocumentTracker {
  let current: LoadedDocument | undefined;
  let pendingNavigation: Request | null = null;
  let count = 0;
  page.on('request', (request) => {
    if (request.isNavigationRequest() && !isSubframeRequest(request, page)) pendingNavigation = request;
  });
  page.on('response', (response) => {
    const request = response.request();
    if (isDocument(response, page)) {
      current = { response, html: readBody(response), scripts: [], failedScripts: new Map() };
      pendingNavigation = null;
      count += 1;
    }
    if (request.resourceType() !== 'script' || !current) return;
    if (response.ok()) current.scripts.push(readScript(response));
    else if (response.status() >= 400)
      current.failedScripts.set(response.url(), `status ${response.status()}`);
  });
  page.on('requestfailed', (request) => {
    if (request === pendingNavigation) pendingNavigation = null;
    if (request.resourceType() !== 'script') return;
    current?.failedScripts.set(request.url(), request.failure()?.errorText ?? 'no response');
  });
  page.on('requestfinished', (request) => {
    if (request === pendingNavigation) pendingNavigation = null;
  });
  return {
    current: () => current,
    documentCount: () => count,
    isNavigating: () => pendingNavigation !== null,
  };
}

/** Redirects have no document, and some responses do not navigate. */
function isDocument(response: Response, page: Page): boolean {
  const request = response.request();
  if (!request.isNavigationRequest() || isSubframeRequest(request, page)) return false;
  return !/^(?:3\d\d|204|205)$/.test(String(response.status()));
}

function isSubframeRequest(request: Request, page: Page): boolean {
  return request.frame() !== page.mainFrame();
}

function readBody(response: Response): Promise<string> {
  return response.text().catch(() => '');
}

async function readScript(response: Response): Promise<ScriptSource> {
  const text = await readBody(response);
  return { file: response.url(), firstLine: 1, text: text.length > MAX_SCRIPT_LENGTH ? '' : text };
}
