import { existsSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import { type Browser, launch } from 'puppeteer-core';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../chromium.mjs';
import { freePorts } from '../free-ports.js';
import './poll-wait-for-function.js';

/** Several sites on this machine: `alice.localhost` and `bob.localhost` are cross-site. */
export interface TestSites {
  /** The URL of a new page of this site. If `html` is a function, it runs once per request. */
  page(site: string, html: string | (() => string), headers?: OutgoingHttpHeaders): string;
  /** The received requests, such as `GET /1`. */
  readonly requests: string[];
}

export async function openTestSites(): Promise<TestSites> {
  const { demo: port } = await freePorts();
  const pages = new Map<string, { html: string | (() => string); headers: OutgoingHttpHeaders }>();
  const requests: string[] = [];
  const server = createServer(({ method, url = '' }, response) => {
    requests.push(`${method} ${url}`);
    const { html, headers } = pages.get(url) ?? { html: '', headers: {} };
    response.writeHead(pages.has(url) ? 200 : 404, {
      'content-type': 'text/html',
      'cache-control': 'no-cache',
      ...headers,
    });
    response.end(method === 'HEAD' ? undefined : typeof html === 'function' ? html() : html);
  });
  await new Promise<void>((resolve) => server.listen(port, 'localhost', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    requests,
    page(site, html, headers = {}) {
      const path = `/${pages.size + 1}`;
      pages.set(path, { html, headers });
      return `http://${site}.localhost:${port}${path}`;
    },
  };
}

/**
 * Chromium, and Firefox if it is installed: Node tests install nothing.
 * @param start may return a browser that runs already.
 */
export async function launchBrowsersForSites(
  chromiumPath = CHROMIUM_SHELL,
  start = (_name: string, launchOne: () => Promise<Browser>): Promise<Browser> => launchOne(),
): Promise<{ name: string; browser: Browser }[]> {
  const launchOne = (): Promise<Browser> => launchChromiumForSites(chromiumPath);
  const chromium = { name: 'Chromium', browser: await start(chromiumPath, launchOne) };
  const executablePath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';
  if (!existsSync(executablePath)) return [chromium];
  // Without this variable Firefox ignores the preference services.settings.server.
  process.env['MOZ_REMOTE_SETTINGS_DEVTOOLS'] = '1';
  const extraPrefsFirefox = {
    'services.settings.server': 'data:,#remote-settings-dummy/v1',
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
  };
  const browser = await start('Firefox', () =>
    launch({ browser: 'firefox', executablePath, extraPrefsFirefox }),
  );
  return [chromium, { name: 'Firefox', browser }];
}

/** {@link CHROMIUM_FLAGS}, but host names below `localhost` resolve as well. */
export function launchChromiumForSites(executablePath = CHROMIUM_SHELL): Promise<Browser> {
  return launch({
    executablePath,
    args: [
      ...CHROMIUM_FLAGS,
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
    ],
  });
}
