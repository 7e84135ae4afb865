import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { compressText } from './demo-site/compress.js';
import { renderPage } from './demo-site/render-page.js';
import { serveDocuments } from './demo-site/serve-documents.js';
import { serveUnlock } from './demo-site/unlock.js';
import type { SandboxDirectory } from './directory.js';

/** Asked of the package itself, so that it holds from src/, from dist/ and from node_modules/. */
const DIST = fileURLToPath(new URL('./', import.meta.resolve('wm-polyfill/wm.js')));
const DEMO = join(DIST, '../demo');
const DOCUMENTS = { pages: join(DIST, 'docs'), pictures: join(DIST, '../docs') };

/** The scripts for pages, with their source maps. Most are there for `wm.js` to load when they are needed. */
const SCRIPT = /^wm[\w.-]*\.js(\.map)?$/;

/** Pages may be framed by their own site only and load nothing from elsewhere; they speak to the provider and to their own server. */
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

/** The demo pages, the scripts of `dist/` for every page on this machine, and the directory. */
export async function createDemoSite(directory: SandboxDirectory, folder = DEMO): Promise<FastifyInstance> {
  const server = fastify({ forceCloseConnections: true, routerOptions: { ignoreTrailingSlash: true } });
  const policy = contentSecurityPolicy(directory);
  server.addHook('onSend', async (_request, reply) => {
    reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-cache', 'wm-sandbox': 'true' });
  });
  compressText(server);

  server.get('/.well-known/wm-sandbox', async (_request, reply) =>
    reply.header('access-control-allow-origin', '*').send(directory),
  );
  for (const file of readdirSync(DIST).filter((name) => SCRIPT.test(name))) {
    server.get(`/${file}`, async (_request, reply) =>
      reply
        .header('access-control-allow-origin', '*')
        .header('cross-origin-resource-policy', 'cross-origin')
        .sendFile(file, DIST),
    );
  }
  await serveUnlock(server, directory, folder);
  server.get('/', async (_request, reply) => sendPage(reply, 'index.html', false));
  server.get<{ Params: { page: string }; Querystring: { provider?: string } }>(
    '/:page(^[\\w-]+\\.html$)',
    async ({ params, query }, reply) => sendPage(reply, params.page, query.provider === 'simulate'),
  );
  serveDocuments(server, directory, { demo: folder, ...DOCUMENTS }, sendHtml);
  // Projects to copy, no pages.
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
