import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, ElementHandle, Page, Viewport } from 'puppeteer-core';
import { createProvider, type ProviderOptions } from '../../../src/provider/provider.js';
import { launchChromium } from '../browsers/chromium.js';
import { freePorts } from '../free-ports.js';
import { openSandbox } from '../open-sandbox.js';
import type { RunningSandbox, SandboxOptions } from '../../../src/tools/start/start-sandbox.js';

/**
 * What a test needs to connect a wallet by hand: wallets, a browser, and a provider without connected
 * visitors.
 */
export interface ConnectEnvironment {
  sandbox: RunningSandbox;
  browser: Browser;
  provider: FastifyInstance;
  /** The provider's origin. */
  origin: string;
}

export async function openConnectEnvironment(
  options: Partial<ProviderOptions> = {},
  prepare: NonNullable<SandboxOptions['prepare']> = () => undefined,
  viewport?: Viewport,
): Promise<ConnectEnvironment> {
  // Closed first: the servers wait for the browser's connections.
  const browser = await launchChromium(viewport);
  after(() => browser.close());
  return { browser, ...(await openConnectServers(options, prepare)) };
}

/** The same for any browser. */
export async function openConnectServers(
  options: Partial<ProviderOptions> = {},
  prepare: NonNullable<SandboxOptions['prepare']> = () => undefined,
): Promise<Omit<ConnectEnvironment, 'browser'>> {
  const sandbox = await openSandbox({ prepare });
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  const provider = await createProvider({ origin, dataDirectory: null, sandbox: true, ...options });
  await provider.listen({ host: 'localhost', port });
  after(() => provider.close());
  return { sandbox, provider, origin };
}

/** A separate site: `body` at every path, with `headers`. */
export async function serveSite(body: string, headers: OutgoingHttpHeaders = {}): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(`<!doctype html><title>A site</title>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}

/** The markup of a monetized page with a connect button. */
export function monetizedHtml({ sandbox, origin }: Omit<ConnectEnvironment, 'browser'>): string {
  const { script, testWalletAddresses } = sandbox.directory;
  return `<script src="${script}" data-provider="${origin}"></script>
    <link rel="monetization" href="${testWalletAddresses['ok']}"><wm-status></wm-status>`;
}

/** Opens the page in a new browser context and waits until the agent knows that no wallet is connected. */
export async function visit(
  environment: ConnectEnvironment,
  url: string,
  context?: BrowserContext,
): Promise<Page> {
  const page = await (context ?? (await environment.browser.createBrowserContext())).newPage();
  await page.goto(url);
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  return page;
}

/** Clicks the button of `<wm-status>` and returns the window that opens, with or without an opener. */
export async function clickConnect(page: Page): Promise<Page> {
  await page.bringToFront();
  const button = await findConnectButton(page);
  const opened = page.browserContext().waitForTarget((target) => /\/connect#/.test(target.url()));
  await button?.click();
  const popup = await (await opened).page();
  if (!popup) throw new Error('no window was opened');
  return popup;
}

/** Polls, because a wait for a selector does not observe changes in a shadow root. */
export async function findConnectButton(page: Page): Promise<ElementHandle<Element> | null> {
  const found = await page.waitForFunction(() =>
    document.querySelector('wm-status')?.shadowRoot?.querySelector('button.connect'),
  );
  return found.asElement() as ElementHandle<Element> | null;
}

export async function enterWalletAddress(popup: Page, walletAddress: string): Promise<void> {
  await popup.waitForSelector('#wallet:not([hidden])');
  await popup.type('#wallet-address', walletAddress);
  await popup.keyboard.press('Enter');
  await popup.waitForSelector('#consent:not([hidden])');
}

/** Waits for the approve delay, presses the button, and resolves when the wallet's page has loaded. */
export async function approveConnection(popup: Page): Promise<void> {
  await popup.mouse.move(30, 30);
  await popup.mouse.move(40, 40);
  await popup.waitForSelector('#approve[aria-disabled=false]');
  await Promise.all([popup.waitForNavigation(), popup.click('#approve')]);
}

export async function decideAtWallet(popup: Page, decision: 'accept' | 'reject'): Promise<void> {
  await Promise.all([popup.waitForNavigation(), popup.click(`button[value=${decision}]`)]);
  await popup.waitForSelector('h1');
}

/** The whole flow: enters the wallet, approves, accepts at the wallet. */
export async function connectWallet(environment: ConnectEnvironment, popup: Page): Promise<void> {
  await enterWalletAddress(popup, environment.sandbox.directory.wallets.visitor);
  await approveConnection(popup);
  await decideAtWallet(popup, 'accept');
  await popup.waitForFunction('document.body.textContent.includes("Connected.")');
}

export function readText(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

export function readAgentStatus(page: Page): Promise<string> {
  return page.evaluate('document.monetization.agentState.status') as Promise<string>;
}
