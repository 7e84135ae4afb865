import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Time for a request that is already on its way over such a connection, in milliseconds. */
const GRACE_PERIOD_MS = 500;

/**
 * Browsers open connections in advance. Node counts a connection without a request as active, so closing
 * would wait for the browser to close it.
 */
export function closeUnusedConnections(server: FastifyInstance): void {
  const open = new Set<Socket>();
  server.server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.addHook('preClose', async () => {
    setTimeout(() => {
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
    }, GRACE_PERIOD_MS).unref();
  });
}
