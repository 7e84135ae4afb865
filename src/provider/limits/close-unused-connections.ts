import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** For a request that is on its way over such a connection, in milliseconds. */
const GRACE = 500;

/**
 * Browsers open connections before they need any. Node counts one that has carried nothing yet among those in use, so closing would wait until the
 * browser goes.
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
    }, GRACE).unref();
  });
}
