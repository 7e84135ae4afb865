import { createReadStream, statSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyReply } from 'fastify';

export interface ServedFolder {
  readonly origin: string;
  /** The URL of a file in the folder. */
  urlOf(file: string): string;
  /** The file that is served at a URL, or the URL itself if it is unknown. */
  fileOf(url: string): string;
  close(): Promise<void>;
}

/** Names with characters that are delimiters in URLs. The library does not find these files. */
const NAME_WITH_DELIMITER = /%23|%3f/i;
const MEDIA_TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/**
 * Serves a site's folder like a static host, because a file: page is not a secure context. Hidden files are
 * not served, except in the folder of a checked page.
 */
export async function serveFolder(root: string): Promise<ServedFolder> {
  const checkedFolders: string[] = [];
  const isHidden = (path: string) =>
    /\/\.(?!well-known\/)/.test(path) && !checkedFolders.some((folder) => path.startsWith(folder));
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async ({ url }, reply) => {
    const path = decodePath(url);
    if (path !== null && NAME_WITH_DELIMITER.test(url) && !isHidden(path))
      await sendDelimiterFile(reply, join(root, path));
  });
  await server.register(fastifyStatic, {
    root,
    cacheControl: false,
    // As on static hosts: /about is about.html, and /blog redirects to /blog/.
    extensions: ['html'],
    redirect: true,
    allowedPath: (path) => !isHidden(path),
  });
  const origin = (await server.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost');
  return {
    origin,
    urlOf(file) {
      const path = relative(root, file).split(sep);
      checkedFolders.push(`/${relative(root, dirname(file)).split(sep).join('/')}`);
      return `${origin}/${path.map(encodeURIComponent).join('/')}`;
    },
    fileOf(url) {
      const path = url.startsWith(`${origin}/`) ? decodePath(url.slice(origin.length)) : null;
      return path === null ? url : join(root, path.endsWith('/') ? `${path}index.html` : path);
    },
    close: () => server.close(),
  };
}

function decodePath(url: string): string | null {
  try {
    const path = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '');
    return path.split(/[/\\]/).includes('..') ? null : path;
  } catch {
    return null;
  }
}

async function sendDelimiterFile(reply: FastifyReply, file: string): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const type = MEDIA_TYPES[extname(file.split(/[#?](?!.*[#?])/, 1)[0] ?? '')];
  await reply
    .type(/\.x?html?$/.test(file) ? 'text/html; charset=utf-8' : (type ?? 'application/octet-stream'))
    .send(createReadStream(file));
}
