import type { FastifyInstance } from 'fastify';

/** Every answer says that no money is real, also those that Fastify writes before any hook runs. */
export function announceSandbox(server: FastifyInstance): void {
  server.server.prependListener('request', (_request, response) => response.setHeader('wm-sandbox', 'true'));
}
