import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance } from 'fastify';
import { fillPlaceholders, type SandboxDirectory } from './directory.js';

/** Asked of the package itself, so that it holds from src/, from dist/ and from node_modules/. */
const DIST = fileURLToPath(new URL('./', import.meta.resolve('wm-polyfill/wm.js')));
const DEMO = join(DIST, '../demo');

const SCRIPTS = [
  'wm.js',
  'wm-status.js',
  'wm-aside.js',
  'wm-connect.js',
  'wm-help.js',
  'wm-policy.js',
  'wm-legacy.js',
  'wm-trace.js',
  'wm-simulate.js',
];

/** Pages may be framed by their own site only and load nothing from elsewhere; the provider is all they speak to. */
function contentSecurityPolicy({ provider, script }: SandboxDirectory): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${new URL(script).origin}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src ${provider}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** The demo pages, the scripts of `dist/` for every page on this machine, and the directory. */
export async function createDemoSite(directory: SandboxDirectory, folder = DEMO): Promise<FastifyInstance> {
  const server = fastify({ keepAliveTimeout: 5_000, routerOptions: { ignoreTrailingSlash: true } });
  const policy = contentSecurityPolicy(directory);
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache', 'wm-sandbox': 'true' });
  });

  server.get('/.well-known/wm-sandbox', async (_request, reply) =>
    reply.header('access-control-allow-origin', '*').send(directory),
  );
  for (const file of SCRIPTS.flatMap((name) => [name, `${name}.map`])) {
    server.get(`/${file}`, async (_request, reply) =>
      reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .sendFile(file, DIST),
    );
  }
  server.get('/', async (_request, reply) => sendPage(reply, 'index.html'));
  server.get<{ Params: { page: string } }>('/:page(^[\\w-]+\\.html$)', async (request, reply) =>
    sendPage(reply, request.params.page),
  );
  await server.register(fastifyStatic, { root: folder, index: false });

  function sendPage(reply: import('fastify').FastifyReply, page: string) {
    let html: string;
    try {
      html = readFileSync(join(folder, page), 'utf8');
    } catch {
      return reply.callNotFound();
    }
    return reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .send(fillPlaceholders(html, directory));
  }
  return server;
}
