import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const COMPRESSIBLE_TYPE = /^(text\/|application\/(json|javascript)|image\/svg)/;
/** Smaller than a packet, so compression gains nothing. */
const MIN_COMPRESSED_BYTES = 1_000;

/**
 * Sends text with gzip, as web servers usually do, so that the sizes in the browser's tools are realistic.
 */
export function compressText(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    const acceptsGzip = request.headers['accept-encoding']?.includes('gzip');
    const type = String(reply.getHeader('content-type') ?? '');
    if (
      !acceptsGzip ||
      !COMPRESSIBLE_TYPE.test(type) ||
      reply.statusCode === 304 ||
      request.method === 'HEAD'
    )
      return payload;
    if (payload instanceof Readable) {
      setHeaders();
      return payload.pipe(createGzip());
    }
    if (typeof payload !== 'string' || payload.length < MIN_COMPRESSED_BYTES) return payload;
    setHeaders();
    return gzipSync(payload);

    function setHeaders(): void {
      reply.removeHeader('content-length');
      reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    }
  });
}
