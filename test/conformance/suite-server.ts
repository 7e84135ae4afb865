import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentUnderTest } from './agents.js';
import type { WalletAddresses } from './wallet-addresses.js';

/** Handles an operation that a page requests: `POST /driver/<operation>`. The result is sent as JSON. */
export type Drive = (run: string, operation: string, parameters: Record<string, unknown>) => Promise<unknown>;

export interface SuiteServerOptions {
  readonly port: number;
  readonly agent: AgentUnderTest;
  /** Wallet addresses by name: `ok`, `404`, … */
  readonly wallets: Readonly<Record<string, string>>;
  readonly walletAddresses: WalletAddresses;
  /** Replaces this suite's harness. */
  readonly harness: string | null;
  readonly timeoutMultiplier: number;
  readonly drive: Drive;
}

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};

/**
 * Serves the pages at `<run>.localhost` and, for other origins, at `<run>-<anything>.localhost`. Every run of
 * a page has separate origins, so that an agent's storage for a site is not shared between pages.
 */
export async function startSuiteServer(options: SuiteServerOptions): Promise<Server> {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: Error) => {
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end(error.message);
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(options.port, 'localhost', resolve);
  });
  return server;
}

export function runOrigin(run: string, port: number): string {
  return `http://${run}.localhost:${port}`;
}

async function handle(options: SuiteServerOptions, request: IncomingMessage, response: ServerResponse) {
  const host = request.headers.host ?? '';
  const run = host.split(/[.-]/, 1)[0] ?? '';
  const { pathname, searchParams } = new URL(request.url ?? '/', `http://${host}`);
  if (pathname.startsWith('/wallet/')) return options.walletAddresses.serve(request, response, pathname);
  if (pathname.startsWith('/driver/'))
    return handleDriver(options, run, request, response, pathname.slice(8));
  if (pathname === '/resources/config.js') return send(response, '.js', configuration(options, run));

  const file = fileOf(options, pathname);
  if (file === null) return void response.writeHead(404).end();
  for (const header of searchParams.getAll('header')) {
    const [name, ...value] = header.split(':');
    response.setHeader(name ?? '', value.join(':'));
  }
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) return void response.writeHead(404).end();
  const type = extname(file);
  return send(response, type, type === '.html' ? fill(text, options, searchParams) : text);
}

async function handleDriver(
  { drive, walletAddresses }: SuiteServerOptions,
  run: string,
  request: IncomingMessage,
  response: ServerResponse,
  operation: string,
): Promise<void> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  const parameters = JSON.parse(text || '{}') as Record<string, unknown>;
  const path = String(parameters['path']);
  if (operation === 'release') walletAddresses.release(path);
  const answer = operation === 'requests' ? walletAddresses.requests(path) : null;
  const driven = ['release', 'requests'].includes(operation)
    ? answer
    : await drive(run, operation, parameters);
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(driven ?? null));
}

function configuration({ port, wallets, timeoutMultiplier }: SuiteServerOptions, run: string): string {
  const suite = {
    run,
    origin: runOrigin(run, port),
    otherOrigin: runOrigin(`${run}-other`, port),
    walletOrigin: `http://localhost:${port}`,
    wallets,
    timeoutMultiplier,
  };
  const setup =
    timeoutMultiplier === 1 ? '' : `globalThis.setup?.({ timeout_multiplier: ${timeoutMultiplier} });`;
  return `const suite = ${JSON.stringify(suite)};\n${setup}\n`;
}

function fileOf({ agent, harness }: SuiteServerOptions, path: string): string | null {
  if (path.startsWith('/agent/')) return agent.file;
  if (path === '/resources/harness.js' && harness !== null) return harness;
  const folder = path.startsWith('/resources/') ? FOLDER : join(FOLDER, 'pages');
  const file = normalize(join(folder, path));
  return file.startsWith(FOLDER) ? file : null;
}

function fill(html: string, { agent, wallets }: SuiteServerOptions, parameters: URLSearchParams): string {
  const metas = parameters
    .getAll('meta')
    .map(
      (policy) =>
        `<meta http-equiv="Content-Security-Policy" content="${policy.replaceAll('"', '&quot;')}" />`,
    );
  return html
    .replace('<!-- meta -->', metas.join(''))
    .replaceAll('<!-- agent -->', agent.tag(parameters))
    .replace(/\{\{wallet\.([\w-]+)\}\}/g, (placeholder, name: string) => wallets[name] ?? placeholder);
}

function send(response: ServerResponse, type: string, text: string): void {
  // Not "no-store", which would exclude the pages from the back/forward cache.
  response
    .writeHead(200, { 'content-type': TYPES[type] ?? 'text/plain', 'cache-control': 'no-cache' })
    .end(text);
}
