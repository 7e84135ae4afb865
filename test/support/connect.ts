import { createServer, type OutgoingHttpHeaders } from 'node:http';
import { after } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { Browser, BrowserContext, ElementHandle, Page, Viewport } from 'puppeteer-core';
import { createProvider, type ProviderOptions } from '../../src/provider/provider.js';
import { launchChromium } from './chromium.js';
import { freePorts } from './free-ports.js';
import { openSandbox } from './sandbox.js';
import type { Sandbox, SandboxOptions } from '../../src/start/start-sandbox.js';

/** What it takes to connect a wallet by hand: wallets, a browser, and a provider that no visitor is connected to from the start. */
export interface ConnectWorld {
  sandbox: Sandbox;
  browser: Browser;
  provider: FastifyInstance;
  /** The provider's origin. */
  origin: string;
}

export async function openConnectWorld(
  options: Partial<ProviderOptions> = {},
  prepare: NonNullable<SandboxOptions['prepare']> = () => undefined,
  viewport?: Viewport,
): Promise<ConnectWorld> {
  // The first to be closed: the servers wait for the browser's connections.
  const browser = await launchChromium(viewport);
  after(() => browser.close());
  return { browser, ...(await openConnectServers(options, prepare)) };
}

/** The same for any browser. */
export async function openConnectServers(
  options: Partial<ProviderOptions> = {},
  prepare: NonNullable<SandboxOptions['prepare']> = () => undefined,
): Promise<Omit<ConnectWorld, 'browser'>> {
  const sandbox = await openSandbox({ prepare });
  const { provider: port } = await freePorts();
  const origin = `http://localhost:${port}`;
  const provider = await createProvider({ origin, dataDirectory: null, sandbox: true, ...options });
  await provider.listen({ host: 'localhost', port });
  after(() => provider.close());
  return { sandbox, provider, origin };
}

/** A site of its own: `body` at every path, and `headers`. */
export async function serveSite(body: string, headers: OutgoingHttpHeaders = {}): Promise<string> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(`<!doctype html><title>A site</title>${body}`);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}

/** What makes a page monetized, with a button to connect. */
export function monetized({ sandbox, origin }: Omit<ConnectWorld, 'browser'>): string {
  const { script, testWalletAddresses } = sandbox.directory;
  return `<script src="${script}" data-provider="${origin}"></script>
    <link rel="monetization" href="${testWalletAddresses['ok']}"><wm-status></wm-status>`;
}

/** Opens the page in a browser of its own, as far as knowing that nobody is connected. */
export async function visit(world: ConnectWorld, url: string, context?: BrowserContext): Promise<Page> {
  const page = await (context ?? (await world.browser.createBrowserContext())).newPage();
  await page.goto(url);
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  return page;
}

/** Clicks the button of `<wm-status>` and answers the window that opens, whether or not it knows its opener. */
export async function clickConnect(page: Page): Promise<Page> {
  await page.bringToFront();
  const button = await findConnectButton(page);
  const opened = page.browserContext().waitForTarget((target) => /\/connect#/.test(target.url()));
  await button?.click();
  const popup = await (await opened).page();
  if (!popup) throw new Error('no window was opened');
  return popup;
}

/** By looking again and again: a wait for a selector hears of changes in the document, and none of those in a shadow root. */
export async function findConnectButton(page: Page): Promise<ElementHandle<Element> | null> {
  const found = await page.waitForFunction(() =>
    document.querySelector('wm-status')?.shadowRoot?.querySelector('button.connect'),
  );
  return found.asElement() as ElementHandle<Element> | null;
}

export async function nameWallet(popup: Page, walletAddress: string): Promise<void> {
  await popup.waitForSelector('#wallet:not([hidden])');
  await popup.type('#wallet-address', walletAddress);
  await popup.keyboard.press('Enter');
  await popup.waitForSelector('#consent:not([hidden])');
}

/** Reads for a moment, as a person does, presses the button, and is at the wallet then. */
export async function approve(popup: Page): Promise<void> {
  await popup.mouse.move(30, 30);
  await popup.mouse.move(40, 40);
  await popup.waitForSelector('#approve[aria-disabled=false]');
  await Promise.all([popup.waitForNavigation(), popup.click('#approve')]);
}

export async function answerAtWallet(popup: Page, decision: 'accept' | 'reject'): Promise<void> {
  await Promise.all([popup.waitForNavigation(), popup.click(`button[value=${decision}]`)]);
  await popup.waitForSelector('h1');
}

/** All of it: named, approved, accepted. */
export async function connectWallet(world: ConnectWorld, popup: Page): Promise<void> {
  await nameWallet(popup, world.sandbox.directory.wallets.visitor);
  await approve(popup);
  await answerAtWallet(popup, 'accept');
  await popup.waitForFunction('document.body.textContent.includes("Connected.")');
}

export function text(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

export function stateOf(page: Page): Promise<string> {
  return page.evaluate('document.monetization.agentState.status') as Promise<string>;
}
