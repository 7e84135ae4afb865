import type { FastifyInstance } from 'fastify';
import { isLoopbackOrigin } from '../checks/check-origin.js';
import { readOrSetVisitor } from '../connect/visitor-cookie.js';
import type { Services } from '../services.js';

/**
 * In a sandbox on this machine only: what the visitor who always consents has connected becomes this browser's, so that a developer can see the
 * account page without connecting by hand. Outside there is no such visitor, and no such path.
 */
export function serveSandboxAccount(server: FastifyInstance, services: Services): void {
  const { origin, sandbox, sandboxVisitor, write } = services;
  if (!sandbox || !sandboxVisitor || !isLoopbackOrigin(origin)) return;
  server.get('/sandbox', async (request, reply) => {
    const visitor = readOrSetVisitor(request, reply, origin);
    await write((transaction) =>
      transaction
        .updateTable('connection')
        .set({ visitor })
        .where('visitor', 'is', null)
        .where('grant_id', 'is not', null)
        .where('state', '!=', 'revoked')
        .execute(),
    );
    return reply.redirect(`${origin}/account`, 303);
  });
}
