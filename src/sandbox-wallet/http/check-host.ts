import type { onRequestAsyncHookHandler } from 'fastify';
import { isLocalOrOwnHost } from '../../server/local-caller.js';

/** The `Host` header must be a loopback name or the wallet's own host. */
export function checkWalletHost(origin: string): onRequestAsyncHookHandler {
  const { host: ownHost } = new URL(origin);
  return async function checkHost(request, reply) {
    if (isLocalOrOwnHost(request, origin)) return;
    return reply
      .code(421)
      .type('text/plain; charset=utf-8')
      .send(`This server is ${ownHost}, not ${request.headers.host ?? ''}.\n`);
  };
}
