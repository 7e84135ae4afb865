import { statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import { UnreachableError } from './visit-page.js';

export interface ServedFile {
  /** The page's URL. */
  readonly url: string;
  /** What the user would call a file of it. */
  nameOf(url: string): string;
  close(): Promise<void>;
}

/** A page's file and what lies beside it, on this machine: from file: a page is in no secure context. @throws UnreachableError */
export async function serveFile(path: string): Promise<ServedFile> {
  const file = resolve(path);
  const isFile = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
  if (!isFile) throw new UnreachableError(`${path} is neither a URL nor a file`);
  const server = fastify({ forceCloseConnections: true });
  await server.register(fastifyStatic, { root: dirname(file), cacheControl: false, dotfiles: 'ignore' });
  const origin = (await server.listen({ host: '127.0.0.1', port: 0 })).replace('127.0.0.1', 'localhost');
  const name = encodeURIComponent(basename(file));
  return {
    url: `${origin}/${name}`,
    nameOf: (url) => (url === `${origin}/${name}` ? path : url.replace(`${origin}/`, '')),
    close: () => server.close(),
  };
}
