import type { FastifyInstance, FastifyReply } from 'fastify';
import type { SandboxDirectory } from './sandbox-directory.js';
import { renderDocument } from './render-page.js';

interface Folders {
  /** Folder of the demo, with the parts that all pages share. */
  readonly demo: string;
  /** Folder of the rendered documents, see docs.mjs. */
  readonly pages: string;
  /** Folder of the documents' pictures. */
  readonly pictures: string;
}

/** Serves the documents of the package below /docs/. */
export function serveDocuments(
  server: FastifyInstance,
  directory: SandboxDirectory,
  { demo, pages, pictures }: Folders,
  sendHtml: (reply: FastifyReply, html: string | null) => FastifyReply | void,
): void {
  const send = (reply: FastifyReply, page: string) =>
    sendHtml(reply, renderDocument(demo, pages, page, directory));
  server.get('/docs', async (_request, reply) => send(reply, 'index.html'));
  server.get<{ Params: { file: string } }>(
    '/docs/:file(^[\\w-]+\\.(?:html|png)$)',
    async ({ params: { file } }, reply) =>
      file.endsWith('.png') ? reply.sendFile(file, pictures) : send(reply, file),
  );
  server.get<{ Params: { page: string } }>(
    '/docs/reference/:page(^[\\w-]+\\.html$)',
    async ({ params: { page } }, reply) => send(reply, `reference/${page}`),
  );
}
