import { createReadStream, statSync } from 'node:fs';
import { dirname, extname, join, relative, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyReply } from 'fastify';

export interface ServedFolder {
  readonly origin: string;
  /** Where a file of it is found. */
  urlOf(file: string): string;
  /** The file that is answered at a URL, as far as that is known. */
  fileOf(url: string): string;
  close(): Promise<void>;
}

/** For names that the library does not find, because of what they would mean in a URL. */
const MARKED_NAME = /%23|%3f/i;
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};

/**
 * A site's folder on this machine, as a static host has it: from file: a page is in no secure context. Hidden files are not served, but those
 * beside a page that is looked at.
 */
export async function serveFolder(root: string): Promise<ServedFolder> {
  const shown: string[] = [];
  const isHidden = (path: string) =>
    /\/\.(?!well-known\/)/.test(path) && !shown.some((folder) => path.startsWith(folder));
  const server = fastify({ forceCloseConnections: true });
  server.addHook('onRequest', async ({ url }, reply) => {
    const path = decodePath(url);
    if (path !== null && MARKED_NAME.test(url) && !isHidden(path)) await sendMarked(reply, join(root, path));
  });
  await server.register(fastifyStatic, {
    root,
    cacheControl: false,
    // As static hosts do: /about is about.html, and /blog is /blog/.
    extensions: ['html'],
    redirect: true,
    allowedPath: (path) => !isHidden(path),
  });
  const origin = (await server.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost');
  return {
    origin,
    urlOf(file) {
      const path = relative(root, file).split(sep);
      shown.push(`/${relative(root, dirname(file)).split(sep).join('/')}`);
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

async function sendMarked(reply: FastifyReply, file: string): Promise<void> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return;
  const type = TYPES[extname(file.split(/[#?](?!.*[#?])/, 1)[0] ?? '')];
  await reply
    .type(/\.x?html?$/.test(file) ? 'text/html; charset=utf-8' : (type ?? 'application/octet-stream'))
    .send(createReadStream(file));
}
