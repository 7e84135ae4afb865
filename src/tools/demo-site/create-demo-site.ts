import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { compressText } from './compress.js';
import { renderPage } from './render-page.js';
import { serveDocuments } from './serve-documents.js';
import { serveUnlock } from './serve-unlock.js';
import type { SandboxDirectory } from './sandbox-directory.js';

/** Resolved through the package name, so that it works from src/, dist/ and node_modules/. */
const DIST_FOLDER = fileURLToPath(new URL('./', import.meta.resolve('wm-polyfill/wm.js')));
const DEMO_FOLDER = join(DIST_FOLDER, '../demo');
const DOCUMENTS = { pages: join(DIST_FOLDER, 'docs'), pictures: join(DIST_FOLDER, '../docs') };

/** The scripts for pages with their source maps. `wm.js` loads most of them on demand. */
const SCRIPT_FILE = /^wm[\w.-]*\.js(\.map)?$/;

/**
 * Pages can be framed by their own site only, load no external resources, and connect only to the provider
 * and their own server.
 */
function contentSecurityPolicy({ provider, script }: SandboxDirectory): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${new URL(script).origin}`,
    "style-src 'self'",
    "img-src 'self'",
    "media-src 'self'",
    `connect-src 'self' ${provider}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ].join('; ');
}

/** Serves the demo pages, the scripts of `dist/` for all pages on this machine, and the directory. */
export async function createDemoSite(
  directory: SandboxDirectory,
  folder: string = DEMO_FOLDER,
): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } });
  const policy = contentSecurityPolicy(directory);
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache', 'wm-sandbox': 'true' });
  });
  compressText(server);

  server.get('/.well-known/wm-sandbox', async (_request, reply) =>
    reply.header('access-control-allow-origin', '*').send(directory),
  );
  for (const file of readdirSync(DIST_FOLDER).filter((name) => SCRIPT_FILE.test(name))) {
    server.get(`/${file}`, async (_request, reply) =>
      reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .sendFile(file, DIST_FOLDER),
    );
  }
  await serveUnlock(server, directory, folder);
  server.get('/', async (_request, reply) => sendPage(reply, 'index.html', false));
  server.get<{ Params: { page: string }; Querystring: { provider?: string } }>(
    '/:page(^[\\w-]+\\.html$)',
    async ({ params, query }, reply) => sendPage(reply, params.page, query.provider === 'simulate'),
  );
  serveDocuments(server, directory, { demo: folder, ...DOCUMENTS }, sendHtml);
  // Example projects, not pages.
  const allowedPath = (path: string): boolean => !path.startsWith('/examples/');
  await server.register(fastifyStatic, { root: folder, index: false, allowedPath });

  function sendPage(reply: FastifyReply, page: string, simulated: boolean): FastifyReply | void {
    return sendHtml(reply, renderPage(folder, page, directory, simulated));
  }

  function sendHtml(reply: FastifyReply, html: string | null): FastifyReply | void {
    if (html === null) return reply.callNotFound();
    return reply
      .headers({ 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .send(html);
  }
  return server;
}
