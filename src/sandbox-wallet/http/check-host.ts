import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK_HOST = /^(?:localhost|[\w.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** True for a `Host` header that names this machine. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/**
 * The caller came by a name of this machine, or by the wallet's own. A page elsewhere whose name was made to resolve to this machine (DNS
 * rebinding) comes by its own name, and its browser would take the answer for that page's.
 */
export function checkHost(origin: string) {
  const { host: own } = new URL(origin);
  return async function checkHost({ headers: { host = '' } }: FastifyRequest, reply: FastifyReply) {
    if (host === own || isLoopbackHost(host)) return;
    return reply.code(421).type('text/plain; charset=utf-8').send(`This is ${own}, not ${host}.\n`);
  };
}
