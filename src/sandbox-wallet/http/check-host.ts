import type { FastifyReply, FastifyRequest } from 'fastify';

const LOOPBACK_HOST = /^(?:localhost|[\w.-]+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** True for a `Host` header with a loopback name. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK_HOST.test(host);
}

/**
 * The `Host` header must be a loopback name or the wallet's own host. Otherwise a remote page could use DNS
 * rebinding: its host name resolves to this machine, and its browser treats the response as same-origin.
 */
export function checkWalletHost(origin: string) {
  const { host: ownHost } = new URL(origin);
  return async function checkHost({ headers: { host = '' } }: FastifyRequest, reply: FastifyReply) {
    if (host === ownHost || isLoopbackHost(host)) return;
    return reply
      .code(421)
      .type('text/plain; charset=utf-8')
      .send(`This server is ${ownHost}, not ${host}.\n`);
  };
}
