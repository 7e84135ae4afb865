import type { FastifyInstance } from 'fastify';

/** During shutdown, responses carry `Connection: close`, so that clients reconnect to another node. */
export function closeKeepAliveConnections(server: FastifyInstance, shutdownSignal: AbortSignal): void {
  server.addHook('onSend', async (_request, reply) => {
    if (shutdownSignal.aborted) reply.header('connection', 'close');
  });
}
