import type { FastifyInstance } from 'fastify';

/** From the moment it is stopping, the provider's answers ask to be the last of their connection: the next one is made to another node. */
export function letConnectionsEnd(server: FastifyInstance, stopping: AbortSignal): void {
  server.addHook('onSend', async (_request, reply) => {
    if (stopping.aborted) reply.header('connection', 'close');
  });
}
