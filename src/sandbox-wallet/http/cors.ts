import type { FastifyInstance } from 'fastify';

const ALLOWED_METHODS = 'GET,HEAD,PUT,POST,DELETE,PATCH';

/** As on live servers: any origin, no credentials, no exposed headers. */
// https://fetch.spec.whatwg.org/#http-cors-protocol
export function allowEveryOrigin(server: FastifyInstance): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.header('vary', 'Origin');
    if (request.headers.origin !== undefined) reply.header('access-control-allow-origin', '*');
  });
  server.options('/*', async (request, reply) => {
    const requestedHeaders = request.headers['access-control-request-headers'];
    if (request.headers['access-control-request-method'] !== undefined) {
      reply.header('access-control-allow-methods', ALLOWED_METHODS);
      if (requestedHeaders !== undefined) reply.header('access-control-allow-headers', requestedHeaders);
    }
    return reply.code(204).send();
  });
}
