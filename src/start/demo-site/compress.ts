import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';

const TEXT = /^(text\/|application\/(json|javascript)|image\/svg)/;
/** Smaller than a packet: nothing is won. */
const LEAST_BYTES = 1_000;

/** Text goes over the wire gzipped, as any web server sends it, so that what the browser shows of sizes is what a site's visitors get. */
export function compressText(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    const taken = request.headers['accept-encoding']?.includes('gzip');
    const type = String(reply.getHeader('content-type') ?? '');
    if (!taken || !TEXT.test(type) || reply.statusCode === 304 || request.method === 'HEAD') return payload;
    if (payload instanceof Readable) {
      announce();
      return payload.pipe(createGzip());
    }
    if (typeof payload !== 'string' || payload.length < LEAST_BYTES) return payload;
    announce();
    return gzipSync(payload);

    function announce(): void {
      reply.removeHeader('content-length');
      reply.headers({ 'content-encoding': 'gzip', vary: 'accept-encoding' });
    }
  });
}
