import type { FastifyReply, FastifyRequest } from 'fastify';
import { isLoopbackHostHeader } from '../../protocol/loopback.js';

/**
 * The `Host` header must be a loopback name or the wallet's own host. Otherwise a remote page could use DNS
 * rebinding: its host name resolves to this machine, and its browser treats the response as same-origin.
 */
export function checkWalletHost(origin: string) {
  const { host: ownHost } = new URL(origin);
  return async function checkHost({ headers: { host = '' } }: FastifyRequest, reply: FastifyReply) {
    if (host === ownHost || isLoopbackHostHeader(host)) return;
    return reply
      .code(421)
      .type('text/plain; charset=utf-8')
      .send(`This server is ${ownHost}, not ${host}.\n`);
  };
}
